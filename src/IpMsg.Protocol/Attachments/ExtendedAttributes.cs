using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Attachments;

/// <summary>The extended attributes of a file, each key once, in the order of their keys.</summary>
public sealed class ExtendedAttributes
{
    /// <summary>No attributes.</summary>
    public static readonly ExtendedAttributes None = new([]);

    private readonly ExtendedAttribute[] _all;

    /// <param name="attributes">The attributes, in any order and each key once.</param>
    public ExtendedAttributes(params ExtendedAttribute[] attributes)
    {
        _all = [.. attributes];
        Array.Sort(_all, static (left, right) => left.Key.CompareTo(right.Key));
    }

    /// <summary>Every attribute.</summary>
    public IReadOnlyList<ExtendedAttribute> All => _all;

    /// <summary>When the contents changed; null when unknown.</summary>
    public DateTimeOffset? Modified => Time(ExtendedAttributeKey.Modified);

    /// <summary>When the file was last read; null when unknown.</summary>
    public DateTimeOffset? Accessed => Time(ExtendedAttributeKey.Accessed);

    /// <summary>When the file was made; null when unknown.</summary>
    public DateTimeOffset? Created => Time(ExtendedAttributeKey.Created);

    /// <summary>The permission bits of Unix; null when unknown.</summary>
    public ulong? Permissions => Number(ExtendedAttributeKey.Permissions);

    /// <summary>How many characters of the message stand before an image; null when it comes last (R94).</summary>
    public int? Position => Number(ExtendedAttributeKey.Position) is { } position and <= int.MaxValue ? (int)position : null;

    /// <summary>The value of a numeric attribute; null when it is missing.</summary>
    public ulong? Number(ExtendedAttributeKey key)
    {
        foreach (var each in _all)
        {
            if (each.Key == key)
                return each.Text is null ? each.Number : null;
        }
        return null;
    }

    /// <summary>The value of a textual attribute; null when it is missing.</summary>
    public string? Text(ExtendedAttributeKey key)
    {
        foreach (var each in _all)
        {
            if (each.Key == key)
                return each.Text;
        }
        return null;
    }

    /// <summary>The value of an attribute that is a time; null when it is missing, zero or no possible time.</summary>
    public DateTimeOffset? Time(ExtendedAttributeKey key) => Number(key) is { } seconds ? FileTimes.Read(seconds) : null;
}
