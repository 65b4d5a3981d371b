using System;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Download;

/// <summary>What is to be fetched and from whom: enough for another runspace, process or session than the one that heard of it.</summary>
/// <param name="Server">Where the message came from; files are served at the same address and port.</param>
/// <param name="OfferNumber">Packet number of the message.</param>
/// <param name="Attachment">What it offers.</param>
public sealed record DownloadRequest(IPEndPoint Server, uint OfferNumber, Attachment Attachment)
{
    /// <summary>The user name under which the sender knows us.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The host name under which the sender knows us.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The address to connect from, which is the one that the sender knows; null for the system's choice.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>True when the offer had UTF8OPT: the request has it then too, and so have the names in a folder (R93).</summary>
    public bool IsUtf8 { get; init; } = true;

    /// <summary>Hands out packet numbers. Without it there is the time in seconds, which two requests may share.</summary>
    public Func<uint> NextNumber { get; init; } = static () => (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>The encodings of names in the request's header.</summary>
    public TextCodec Codec { get; init; } = new(TextCodec.Utf8, TextCodec.Utf8);

    /// <summary>How names in a folder are read; null to go by <see cref="Codec"/> and <see cref="IsUtf8"/> alone.</summary>
    public NameDecoder? Names { get; init; }

    /// <summary>How request and contents are protected; null for neither (R92).</summary>
    public DownloadProtection? Protection { get; init; }

    /// <summary>True when a file comes as a record with a header, as protected ones do (R83).</summary>
    internal bool IsRecord => Protection is not null && Attachment.Kind == FileKind.Regular;

    internal NameDecoder StreamNames => Names ?? new NameDecoder(Codec, IsUtf8);

    internal Encoding HeaderEncoding => IsUtf8 ? TextCodec.Utf8 : Codec.CodePage;

    internal bool IsFolder => Attachment.Kind == FileKind.Folder;

    internal FileRequest RequestFrom(long offset) =>
        new(IsFolder || IsRecord ? Command.GetFolderFiles : Command.GetFileData, OfferNumber, Attachment.Id, offset);
}
