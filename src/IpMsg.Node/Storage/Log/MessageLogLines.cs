using System;
using System.Globalization;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.Log;

/// <summary>Our identity for the senders of logged messages: they serve files only to these names (R84).</summary>
/// <param name="UserName">Our user name.</param>
/// <param name="HostName">Our host name.</param>
/// <param name="LocalAddress">The address that we are bound to; null for all.</param>
internal sealed record LogOwner(string UserName, string HostName, string? LocalAddress);

/// <summary>
/// Writes messages as JSON Lines: one object for each line, UTF-8 without a byte order mark, LF line ends. The properties have the names of
/// the message and attachment objects, so that scripts can read the log with ConvertFrom-Json. Escapes characters that change a terminal or
/// the text direction.
/// </summary>
/// <param name="owner">The names of the log's owner; null to leave them out.</param>
internal sealed class MessageLogLines(LogOwner? owner)
{
    private readonly JsonLineWriter _json = new();

    /// <summary>The start of each line.</summary>
    internal static ReadOnlySpan<byte> Beginning => "{\"ReceivedAt\":\""u8;

    /// <summary>The lines; valid until the next <see cref="Reset"/>.</summary>
    internal byte[] Buffer => _json.Buffer;

    /// <summary>The length of the lines in bytes.</summary>
    internal int Length => _json.Length;

    /// <summary>Removes the lines.</summary>
    internal void Reset() => _json.Reset();

    /// <summary>Adds the line of a message.</summary>
    internal void Add(IncomingMessage message)
    {
        bool noLog = Has(message, MessageFlags.NoLog);
        _json.StartObject();
        _json.String("ReceivedAt"u8, TimeText(message.ReceivedAt));
        AddSender(message);
        _json.String("PacketNumber"u8, message.NumberText);
        // The sender does not want it logged (R56).
        if (!noLog)
            _json.String("Text"u8, message.Text);
        Boolean("IsSealed"u8, message.IsSealed);
        Boolean("IsLocked"u8, Has(message, MessageFlags.Locked));
        Boolean("NoLog"u8, noLog);
        Boolean("IsBroadcast"u8, Has(message, MessageFlags.Broadcast));
        Boolean("IsAutomatic"u8, Has(message, MessageFlags.AutoReturn));
        Boolean("IsEncrypted"u8, Has(message, MessageFlags.Encrypted));
        if (message.Attachments.Count > 0)
        {
            _json.StartArray("Attachments"u8);
            foreach (var attachment in message.Attachments)
                AddAttachment(attachment, message, noLog);
            _json.EndArray();
        }
        _json.EndLine();
    }

    private void AddSender(IncomingMessage message)
    {
        _json.StartObject("From"u8);
        _json.String("UserName"u8, message.User);
        _json.String("HostName"u8, message.Host);
        _json.String("NickName"u8, message.Sender?.NickName ?? message.User);
        _json.String("GroupName"u8, message.Sender?.GroupName ?? "");
        _json.String("Address"u8, message.From.Address.ToString());
        _json.Number("Port"u8, message.From.Port);
        _json.EndObject();
    }

    /// <summary>Adds everything that a download needs. With NOLOGOPT, only the type and the ids (R56).</summary>
    private void AddAttachment(Attachment attachment, IncomingMessage message, bool noLog)
    {
        _json.StartObject();
        if (!noLog)
            _json.String("Name"u8, attachment.Name);
        _json.String("Kind"u8, attachment.Kind.ToString());
        _json.Number("Size"u8, attachment.Size);
        if (!noLog && attachment.Modified is { } modified)
            _json.String("LastWriteTime"u8, TimeText(modified));
        _json.Number("Id"u8, attachment.Id);
        _json.String("PacketNumber"u8, message.NumberText);
        if (!noLog)
        {
            _json.String("Address"u8, message.From.Address.ToString());
            _json.Number("Port"u8, message.From.Port);
            _json.String("UserName"u8, owner?.UserName);
            _json.String("HostName"u8, owner?.HostName);
            _json.String("LocalAddress"u8, owner?.LocalAddress);
            Boolean("IsUtf8"u8, Has(message, MessageFlags.Utf8));
            if (attachment.HasEncryptedOffsets)
                Boolean("HasEncryptedOffsets"u8, true);
            // The image's position in the text (R94).
            if (attachment.Kind == FileKind.Image && attachment.ExtendedAttributes.Position is { } position)
                _json.Number("Position"u8, position);
        }
        _json.EndObject();
    }

    private void Boolean(ReadOnlySpan<byte> name, bool value) => _json.Raw(name, value ? "true"u8 : "false"u8);

    private static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("o", CultureInfo.InvariantCulture);

    private static bool Has(IncomingMessage message, MessageFlags flag) => (message.Flags & flag) != 0;
}
