using System;
using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The list of all recipients inside an envelope, <c>TO:user:host\auser:host\a</c> (R67).</summary>
internal static class RecipientList
{
    /// <summary>The maximum number of recipients; a message to more has no list.</summary>
    public const int MaxRecipients = 30;

    // The reference client limits its own lists to this.
    private const int MaxBytes = 2900;
    private const byte Bel = 0x07;

    /// <summary>
    /// Reads the list, with or without a BEL after the last entry. Skips entries without both names. Returns an empty list when the bytes
    /// are no recipient list.
    /// </summary>
    public static IReadOnlyList<RecipientName> Read(ReadOnlySpan<byte> list, NameDecoder names)
    {
        if (!list.StartsWith("TO:"u8))
            return [];
        var recipients = new List<RecipientName>();
        names = names.After(list);
        for (var rest = list.Slice(3); !rest.IsEmpty;)
        {
            int end = rest.IndexOf(Bel);
            var entry = end < 0 ? rest : rest.Slice(0, end);
            rest = end < 0 ? default : rest.Slice(end + 1);
            int colon = entry.IndexOf((byte)':');
            if (colon > 0 && colon < entry.Length - 1)
                recipients.Add(new RecipientName(Name(entry.Slice(0, colon)), Name(entry.Slice(colon + 1))));
        }
        return recipients;

        string Name(ReadOnlySpan<byte> name) => StoredName.Of(names.Read(name));
    }

    /// <summary>
    /// Writes the list as the reference client does, with a BEL after every entry. Put the recipient of this copy first: entries at the end
    /// are omitted when the list is too long.
    /// </summary>
    public static void Write(ref PacketWriter writer, IReadOnlyList<RecipientName> recipients, Encoding encoding)
    {
        writer.Bytes("TO:"u8);
        int length = 3;
        foreach (var each in recipients)
        {
            byte[] user = HeaderName.Encode(each.User, encoding), host = HeaderName.Encode(each.Host, encoding);
            length += user.Length + host.Length + 2;
            if (length > MaxBytes)
                return;
            writer.Bytes(user);
            writer.Byte((byte)':');
            writer.Bytes(host);
            writer.Byte(Bel);
        }
    }
}
