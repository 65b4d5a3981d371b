using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>
/// A received IPDict: items in their order, as slices of the received bytes (R101, R102). It reads nested values when they are asked for,
/// so a deep nesting costs nothing. No content causes an exception.
/// </summary>
internal readonly ref struct IpDict
{
    /// <summary>The maximum number of items. The reference client defines some fifty keys.</summary>
    internal const int MaxItems = 64;

    private readonly int _lastItem;

    private IpDict(ReadOnlySpan<byte> content, int lastItem)
    {
        Content = content;
        _lastItem = lastItem;
    }

    /// <summary>The items with the colons between them.</summary>
    internal ReadOnlySpan<byte> Content { get; }

    /// <summary>The items in their order.</summary>
    internal IpDictItems Items => new(Content);

    /// <summary>The content without the last item, which is what a signature in that item covers; empty for a single item.</summary>
    internal ReadOnlySpan<byte> ContentBeforeLast => Content.Slice(0, Math.Max(0, _lastItem - 1));

    /// <summary>The last item; false for an empty dictionary.</summary>
    internal bool TryGetLast(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var rest = Content.Slice(_lastItem);
        return IpDictFields.TryItem(ref rest, out key, out value);
    }

    /// <summary>
    /// Reads a datagram, or a nested dictionary in its whole form. NULs behind it do not count (R102). Returns false for lengths that do
    /// not fit, empty or repeated keys, and more than <see cref="MaxItems"/> items.
    /// </summary>
    internal static bool TryRead(ReadOnlySpan<byte> whole, out IpDict dict)
    {
        dict = default;
        var rest = whole.TrimEnd(0);
        if (!rest.StartsWith(IpDictFields.Start))
            return false;
        rest = rest.Slice(IpDictFields.Start.Length);
        return IpDictFields.TryValue(ref rest, out var content)
            && rest.SequenceEqual(IpDictFields.End)
            && TryReadContent(content, out dict);
    }

    /// <summary>Reads the content of a dictionary.</summary>
    internal static bool TryReadContent(ReadOnlySpan<byte> content, out IpDict dict)
    {
        dict = default;
        var items = new IpDictItems(content);
        int last = 0;
        for (int count = 0; ; count++)
        {
            int start = items.Position;
            if (!items.MoveNext())
                break;
            if (count == MaxItems || items.Key.IsEmpty || IsKnown(content.Slice(0, start), items.Key))
                return false;
            last = start;
        }
        if (!items.IsAtEnd)
            return false;
        dict = new IpDict(content, last);
        return true;
    }

    /// <summary>The value of a key; false when there is none.</summary>
    internal bool TryGet(scoped ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        foreach (var item in Items)
        {
            if (item.Key.SequenceEqual(key))
            {
                value = item.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>A number; false when there is none.</summary>
    internal bool TryGetNumber(scoped ReadOnlySpan<byte> key, out long number)
    {
        number = 0;
        return TryGet(key, out var value) && IpDictValue.TryNumber(value, out number);
    }

    /// <summary>A number of 32 bits without sign: a packet number, command, option or time. False when there is none.</summary>
    internal bool TryGetUInt32(scoped ReadOnlySpan<byte> key, out uint number)
    {
        bool isNumber = TryGetNumber(key, out long value) & value is >= 0 and <= uint.MaxValue;
        number = isNumber ? (uint)value : 0;
        return isNumber;
    }

    /// <summary>A text in UTF-8; false when there is none, or when it contains a NUL.</summary>
    internal bool TryGetText(scoped ReadOnlySpan<byte> key, out ReadOnlySpan<byte> text) =>
        TryGet(key, out text) && text.IndexOf((byte)0) < 0;

    /// <summary>A nested dictionary without its whole form.</summary>
    internal bool TryGetDict(scoped ReadOnlySpan<byte> key, out IpDict dict)
    {
        dict = default;
        return TryGet(key, out var value) && TryReadContent(value, out dict);
    }

    /// <summary>A nested dictionary in its whole form.</summary>
    internal bool TryGetWhole(scoped ReadOnlySpan<byte> key, out IpDict dict)
    {
        dict = default;
        return TryGet(key, out var value) && TryRead(value, out dict);
    }

    /// <summary>A list; false when there is none, or when its lengths do not fit.</summary>
    internal bool TryGetList(scoped ReadOnlySpan<byte> key, out IpDictList list)
    {
        list = default;
        return TryGet(key, out var value) && IpDictList.TryRead(value, out list);
    }

    private static bool IsKnown(ReadOnlySpan<byte> content, scoped ReadOnlySpan<byte> key)
    {
        var items = new IpDictItems(content);
        while (items.MoveNext())
        {
            if (items.Key.SequenceEqual(key))
                return true;
        }
        return false;
    }
}
