using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>One extended attribute.</summary>
public readonly record struct ExtendedAttribute
{
    /// <summary>
    /// Announces in an attachment list that the owner also serves the file encrypted from an offset (R106). It is for files alone.
    /// </summary>
    public static readonly ExtendedAttribute EncryptedOffsets = new(ExtendedAttributeKey.EncryptedOffsets, 1);

    private ExtendedAttribute(ExtendedAttributeKey key, ulong number, string? text)
    {
        Key = key;
        Number = number;
        Text = text;
    }

    /// <summary>A numeric attribute.</summary>
    public ExtendedAttribute(ExtendedAttributeKey key, ulong number) : this(key, number, null)
    {
    }

    /// <summary>A text attribute.</summary>
    public ExtendedAttribute(ExtendedAttributeKey key, string text) : this(key, 0, text)
    {
    }

    /// <summary>A time, as seconds since 1970. Earlier times cannot be written; they become 0, which means unknown.</summary>
    public ExtendedAttribute(ExtendedAttributeKey key, DateTimeOffset time) : this(key, FileTimes.Write(time), null)
    {
    }

    /// <summary>The attribute's key.</summary>
    public ExtendedAttributeKey Key { get; }

    /// <summary>The numeric value; 0 for a text attribute.</summary>
    public ulong Number { get; }

    /// <summary>The text value; null for a numeric attribute.</summary>
    public string? Text { get; }

    /// <summary>True when values of this key are text and not hex numbers.</summary>
    internal static bool IsText(ExtendedAttributeKey key) => key is ExtendedAttributeKey.UserName or ExtendedAttributeKey.GroupName
        or ExtendedAttributeKey.FinderInfo or ExtendedAttributeKey.AccessList
        or ExtendedAttributeKey.AliasName or ExtendedAttributeKey.UnicodeName;

    internal static bool IsKnown(ulong key) => key is (>= 0x01 and <= 0x04) or 0x08 or (>= 0x10 and <= 0x16)
        or (>= 0x20 and <= 0x22) or 0x30 or 0x40 or 0x41 or 0x6A;
}
