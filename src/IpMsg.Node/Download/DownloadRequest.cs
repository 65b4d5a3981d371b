using System;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Download;

/// <summary>A download request. It contains everything that another runspace, process or session needs.</summary>
/// <param name="Server">The address and port that the message came from. Files are served there too, over TCP.</param>
/// <param name="OfferNumber">The packet number of the message.</param>
/// <param name="Attachment">The attachment.</param>
public sealed record DownloadRequest(IPEndPoint Server, uint OfferNumber, Attachment Attachment)
{
    /// <summary>Our user name as the sender knows it.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Our host name as the sender knows it.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The local address to connect from, which must be the one that the sender knows; null for the system's choice.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>
    /// True when the message had UTF8OPT. The request then has it too, which selects the encoding of names in a folder (R93).
    /// </summary>
    public bool IsUtf8 { get; init; } = true;

    /// <summary>Returns a packet number for the request. The default is the time in seconds, which two requests can share.</summary>
    public Func<uint> NextNumber { get; init; } = static () => (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>The encodings for the names in the request's header.</summary>
    public TextCodec Codec { get; init; } = new(TextCodec.Utf8, TextCodec.Utf8);

    /// <summary>Decodes the names in a folder; null to use <see cref="Codec"/> and <see cref="IsUtf8"/>.</summary>
    public NameDecoder? Names { get; init; }

    /// <summary>The encryption of request and contents; null for plaintext (R92).</summary>
    public DownloadProtection? Protection { get; init; }

    /// <summary>True when the whole file arrives as a record with a header, as encrypted files do (R83).</summary>
    internal bool IsRecord => Protection is not null && Attachment.Kind == FileKind.Regular;

    /// <summary>
    /// True when a part of it can be requested: of a plain file always, of an encrypted one when its sender announces it (R80, R106).
    /// </summary>
    internal bool HasOffsets => !IsFolder && (Protection is null || Attachment.HasEncryptedOffsets);

    internal NameDecoder StreamNames => Names ?? new NameDecoder(Codec, IsUtf8);

    internal Encoding HeaderEncoding => IsUtf8 ? TextCodec.Utf8 : Codec.CodePage;

    internal bool IsFolder => Attachment.Kind == FileKind.Folder;

    internal FileRequest RequestFrom(long offset) =>
        new(IsFolder || IsRecord && offset == 0 ? Command.GetFolderFiles : Command.GetFileData, OfferNumber, Attachment.Id, offset);
}
