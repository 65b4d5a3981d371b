using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History.Mapping;

/// <summary>Messages in which every field has a value of its own, and what they are compared by.</summary>
internal static class KeptMessages
{
    internal const MessageFlags AllFlags = MessageFlags.SendCheck | MessageFlags.Sealed | MessageFlags.Multicast | MessageFlags.Retry
        | MessageFlags.Locked | MessageFlags.ReadCheck | MessageFlags.Attachments | MessageFlags.Encrypted | MessageFlags.CanUtf8;

    internal static TextCodec Codec { get; } = new(
        CodePagesEncodingProvider.Instance.GetEncoding(932)!, CodePagesEncodingProvider.Instance.GetEncoding(936)!);

    /// <summary>A message as a node receives it.</summary>
    internal static IncomingMessage Full(
        MessageFlags flags = AllFlags, string text = "会議は\n14時 \u202E\u0007\U0001F600", DecryptedEnvelope? envelope = null)
    {
        var from = new IPEndPoint(IPAddress.Parse("fe80::7"), 24_250);
        var at = new DateTimeOffset(2026, 11, 27, 4, 26, 2, TimeSpan.FromHours(9)).AddTicks(1_234_567);
        return new IncomingMessage(from, "suzuki-<7d4c61ecf04ad11c>", "PC-7", "0017", 17, flags)
        {
            Sender = Sender(from),
            RawText = text,
            ReceivedAt = at,
            Attachments = Attachments(),
            Names = new NameDecoder(Codec, (flags & MessageFlags.Utf8) != 0, ObservedEncoding.CodePage, ClientDialect.FeiQ),
            Envelope = envelope ?? Envelope(SignatureStatus.Valid),
            Recipients = [new RecipientName("alice", "ALICE-PC"), new RecipientName("bob-<0123456789abcdef>", "B")],
            IsConfirmed = true,
        };
    }

    internal static DecryptedEnvelope Envelope(SignatureStatus status)
    {
        Assert.True(CipherSuite.TryRead(Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.SignSha256 | Capabilities.Base64,
            out var suite));
        return DecryptedEnvelope.OfKept(suite, status);
    }

    internal static Member Sender(IPEndPoint from) => new(
        EntryPayload.OfListEntry(
            new HostListEntry("suzuki-<7d4c61ecf04ad11c>", "PC-7", EntryFlags.None, from, "鈴木", "開発")),
        EntryFlags.None, ClientDialect.FeiQ, from, DateTimeOffset.UtcNow, default);

    private static Attachment[] Attachments() =>
    [
        new(0x2000_0001, "資料:2.txt", 5_000_000_000, FileKind.Regular)
        {
            Flags = FileFlags.ReadOnly | FileFlags.Archive,
            Modified = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ExtendedAttributes = new ExtendedAttributes(
                new ExtendedAttribute(ExtendedAttributeKey.Permissions, 0x1A4),
                new ExtendedAttribute(ExtendedAttributeKey.UserId, ulong.MaxValue),
                ExtendedAttribute.EncryptedOffsets,
                new ExtendedAttribute(ExtendedAttributeKey.UserName, "鈴木")),
        },
        new(2, "folder", 3, FileKind.Folder),
        new(3, "ipmsgclip_s_1_2.png", 77, FileKind.Image)
        {
            ExtendedAttributes = new ExtendedAttributes(new ExtendedAttribute(ExtendedAttributeKey.Position, 4)),
        },
    ];

    /// <summary>Every public property as text, so that one that is added later is compared as well.</summary>
    internal static IReadOnlyList<string> Values(object value) =>
        [.. value.GetType().GetProperties().Where(each => each.GetIndexParameters().Length == 0).OrderBy(each => each.Name)
            .Select(each => each.Name + "=" + Text(each, each.GetValue(value)))];

    private static string Text(PropertyInfo property, object? value) => value switch
    {
        null => "null",
        DateTimeOffset time => time.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture),
        // When it was a member is not kept, and is shown of no sender.
        Member sender => string.Join(
            "|", sender.NickName, sender.GroupName, sender.UserName, sender.HostName, sender.EndPoint, sender.Dialect),
        NameDecoder or DecryptedEnvelope or Attachment or ExtendedAttributes => "{" + string.Join(", ", Values(value)) + "}",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => text,
        IEnumerable list => "[" + string.Join(", ", list.Cast<object>().Select(each => Text(property, each))) + "]",
        _ => value.ToString()!,
    };
}
