using System;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>Writes messages in IPDict form, before they are signed (R103), and decides who gets them (R105).</summary>
internal sealed class IpDictMessageWriter(MemberContext context)
{
    /// <summary>
    /// How much longer than the plaintext datagram a dictionary can be, in bytes: keys, names, two signatures' worth of numbers and the
    /// encrypted key.
    /// </summary>
    internal const int MaxOverhead = 1_800;

    private const Capabilities Needed = Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.SignSha256;

    /// <summary>
    /// True when a recipient gets its messages as dictionaries. Members of ours get format 1, in which they report what they cannot
    /// decrypt.
    /// </summary>
    internal bool IsFor(Member? recipient, PublicKeyAnswer key) =>
        recipient is not null
        && (recipient.Status & context.Settings.Announced & EntryFlags.CanIpDict) != 0
        && key.Key.Size == Capabilities.Rsa2048
        && (key.Capabilities & Needed) == Needed
        && (context.Settings.PrefersIpDict || !recipient.ConfirmsWithProof);

    /// <summary>The content of the dictionary. Its order is that of the reference client.</summary>
    internal byte[] Content(Delivery delivery)
    {
        var presence = context.Presence;
        var form = delivery.MessageForm;
        var recipients = delivery.RecipientNames();
        bool hasLists = form.HasList || recipients.Count > 1;
        var flags = form.Flags | MessageFlags.Encrypted | MessageFlags.Utf8 | MessageFlags.CanUtf8
            | (hasLists ? MessageFlags.EncryptedLists : 0);
        var dict = new IpDictWriter()
            .Set(IpDictKeys.Version, IpDictKeys.CurrentVersion)
            .Set(IpDictKeys.Number, delivery.Number)
            .Set(IpDictKeys.Date, context.Now.Wall.ToUnixTimeSeconds())
            .Set(IpDictKeys.User, context.Settings.UserName)
            .Set(IpDictKeys.Host, context.Settings.HostName)
            .Set(IpDictKeys.Command, (long)Command.SendMessage)
            .Set(IpDictKeys.Flags, (long)flags)
            // The version types belong to registered clients.
            .Set(IpDictKeys.ClientVersion, "")
            .Set(IpDictKeys.Group, presence.GroupName)
            .Set(IpDictKeys.Nick, presence.WireNickName)
            .Set(IpDictKeys.Status, (long)presence.Status);
        if (recipients.Count > 1)
            dict.SetList(IpDictKeys.Recipients, [.. recipients.Select(Recipient)]);
        if (form.HasList)
            dict.SetList(IpDictKeys.Files, [.. form.Entries.Select(each => File(each, isOurs: form.Nonce is not null))]);
        return dict.Set(IpDictKeys.Body, delivery.Message.Text).ContentToArray();
    }

    private static byte[] Recipient(RecipientName name) =>
        new IpDictWriter().Set(IpDictKeys.User, name.User).Set(IpDictKeys.Host, name.Host).ContentToArray();

    private static byte[] File(Attachment file, bool isOurs)
    {
        var dict = new IpDictWriter()
            .Set(IpDictKeys.FileId, file.Id)
            .Set(IpDictKeys.FileName, OfferedName.WithoutControls(file.Name))
            .Set(IpDictKeys.FileSize, file.Size)
            .Set(IpDictKeys.FileTime, (long)FileTimes.Write(file.Modified))
            .Set(IpDictKeys.FileAttributes, (long)file.AttributeWord);
        if (file.ExtendedAttributes.Position is { } position)
            dict.Set(IpDictKeys.FilePosition, position);
        return (isOurs ? WithExtensions(dict, file) : dict).ContentToArray();
    }

    // Only members of ours know the key. The position has a key of its own.
    private static IpDictWriter WithExtensions(IpDictWriter dict, Attachment file)
    {
        var others = new ExtendedAttributes([.. file.ExtendedAttributes.All.Where(each => each.Key != ExtendedAttributeKey.Position)]);
        byte[] bytes = new byte[PacketWriter.MaxDatagram];
        var writer = new PacketWriter(bytes);
        FieldWriter.ExtendedAttributes(ref writer, others, TextCodec.Utf8);
        return writer.IsFull || writer.Length == 0
            ? dict
            : dict.Set(IpDictExtensions.FileExtensions, bytes.AsSpan(0, writer.Length));
    }
}
