using System;
using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The list of all recipients that travels inside an envelope, <c>TO:user:host\auser:host\a</c> (R67).</summary>
public static class RecipientList
{
    /// <summary>With more recipients than this no list is sent at all.</summary>
    public const int MaxRecipients = 30;

    // What the reference client cuts its own lists at.
    private const int MaxBytes = 2900;
    private const byte Bel = 0x07;

    /// <summary>
    /// Reads the list, with and without a BEL behind the last entry; an entry without both names is passed over. Empty when it is no list.
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
                recipients.Add(new RecipientName(StoredName.Of(names.Read(entry.Slice(0, colon))), StoredName.Of(names.Read(entry.Slice(colon + 1)))));
        }
        return recipients;
    }

    /// <summary>
    /// Writes the list as the reference client does, a BEL behind every entry. The one who gets this copy comes first, because the end is
    /// left out when the whole is too long.
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
