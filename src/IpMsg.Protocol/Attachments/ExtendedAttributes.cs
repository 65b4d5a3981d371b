using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Attachments;

/// <summary>The extended attributes of a file, sorted by key. Each key occurs once.</summary>
public sealed class ExtendedAttributes
{
    /// <summary>No attributes.</summary>
    public static readonly ExtendedAttributes None = new([]);

    private readonly ExtendedAttribute[] _all;

    /// <param name="attributes">The attributes in any order, each key once.</param>
    public ExtendedAttributes(params ExtendedAttribute[] attributes)
    {
        _all = [.. attributes];
        Array.Sort(_all, static (left, right) => left.Key.CompareTo(right.Key));
    }

    /// <summary>All attributes.</summary>
    public IReadOnlyList<ExtendedAttribute> All => _all;

    /// <summary>The time of the last content change; null when unknown.</summary>
    public DateTimeOffset? Modified => Time(ExtendedAttributeKey.Modified);

    /// <summary>The time of the last read; null when unknown.</summary>
    public DateTimeOffset? Accessed => Time(ExtendedAttributeKey.Accessed);

    /// <summary>The creation time; null when unknown.</summary>
    public DateTimeOffset? Created => Time(ExtendedAttributeKey.Created);

    /// <summary>The Unix permission bits; null when unknown.</summary>
    public ulong? Permissions => Number(ExtendedAttributeKey.Permissions);

    /// <summary>The number of characters before an image in the message; null when the image comes last (R94).</summary>
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

    /// <summary>The value of a text attribute; null when it is missing.</summary>
    public string? Text(ExtendedAttributeKey key)
    {
        foreach (var each in _all)
        {
            if (each.Key == key)
                return each.Text;
        }
        return null;
    }

    /// <summary>The value of a time attribute; null when it is missing, zero or outside the range of times.</summary>
    public DateTimeOffset? Time(ExtendedAttributeKey key) => Number(key) is { } seconds ? FileTimes.Read(seconds) : null;
}
