using System;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Text;
using IpMsg.Node;
using IpMsg.Node.Transport;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Reads an attachment by the names of its properties: from Export-Clixml, a job, or a line of the message log.</summary>
/// <param name="source">The object.</param>
internal sealed class DeserializedAttachment(PSObject source)
{
    /// <exception cref="IpMsgException">A property is missing or has an impossible value.</exception>
    internal SavableAttachment Read()
    {
        var kind = Value<FileKind>("Kind");
        if (kind == FileKind.Unknown || !Enum.IsDefined(typeof(FileKind), kind))
            throw Invalid("Kind");
        long size = kind == FileKind.Folder ? 0 : Value<long>("Size");
        var attachment = new Attachment(Value<uint>("Id"), Text("Name"), size, kind)
        {
            Modified = Time("LastWriteTime"),
            ExtendedAttributes = Raw("HasEncryptedOffsets")?.ToString() == bool.TrueString
                ? new ExtendedAttributes(ExtendedAttribute.EncryptedOffsets)
                : ExtendedAttributes.None,
        };
        if (attachment.Size < 0)
            throw Invalid("Size");
        var address = AddressIn("Address") ?? throw Invalid("Address");
        int port = Value<int>("Port");
        if (port is < 1 or > ushort.MaxValue)
            throw Invalid("Port");
        return new SavableAttachment(source, attachment, new IPEndPoint(address, port), OfferNumber())
        {
            UserName = Text("UserName"),
            HostName = Text("HostName"),
            LocalAddress = AddressIn("LocalAddress"),
            IsUtf8 = Value<bool>("IsUtf8"),
        };
    }

    private object? Raw(string name) => source.Properties[name]?.Value;

    private T Value<T>(string name) =>
        LanguagePrimitives.TryConvertTo(Raw(name) ?? throw Missing(name), CultureInfo.InvariantCulture, out T value)
            ? value
            : throw Invalid(name);

    // The log has the digits as they were sent; some clients send more than 32 bits (R7).
    private uint OfferNumber() =>
        PacketNumber.TryRead(Encoding.ASCII.GetBytes(Text("PacketNumber")), out uint number) ? number : throw Invalid("PacketNumber");

    private string Text(string name) => Raw(name)?.ToString() is { Length: > 0 } text ? text : throw Missing(name);

    // Optional for a download. Resuming compares it to recognise the same file.
    private DateTimeOffset? Time(string name) => DeserializedTime.Read(Raw(name));

    private IPAddress? AddressIn(string name) =>
        Raw(name)?.ToString() is not { Length: > 0 } text ? null : EndPointText.TryReadAddress(text) ?? throw Invalid(name);

    private IpMsgException Missing(string name) => new(IpMsgErrorId.InvalidAttachment, "The attachment has no " + name + ".", source);

    private IpMsgException Invalid(string name) =>
        Raw(name) is { } raw
            ? new(IpMsgErrorId.InvalidAttachment, "The attachment has the " + name + " '" + raw + "', which is impossible.", source)
            : Missing(name);
}
