using System;

namespace IpMsg.Protocol.IPDict;

/// <summary>Walks the items of a dictionary. It stops at a damaged one.</summary>
internal ref struct IpDictItems
{
    private readonly int _length;
    private ReadOnlySpan<byte> _rest;
    private bool _needsItem;
    private ReadOnlySpan<byte> _key;
    private ReadOnlySpan<byte> _value;

    internal IpDictItems(ReadOnlySpan<byte> content)
    {
        _rest = content;
        _length = content.Length;
    }

    /// <summary>The key of the current item.</summary>
    internal readonly ReadOnlySpan<byte> Key => _key;

    /// <summary>The value of the current item.</summary>
    internal readonly ReadOnlySpan<byte> Value => _value;

    /// <summary>The start of the next item in the content.</summary>
    internal readonly int Position => _length - _rest.Length;

    /// <summary>True when the content ended behind a whole item, or is empty.</summary>
    internal readonly bool IsAtEnd => _rest.IsEmpty && !_needsItem;

    /// <summary>This, so that foreach takes it.</summary>
    public readonly IpDictItems Current => this;

    /// <summary>This, so that foreach takes it.</summary>
    public readonly IpDictItems GetEnumerator() => this;

    /// <summary>Reads the next item; false at the end.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        _needsItem = true;
        return IpDictFields.TryItem(ref _rest, out _key, out _value) && IpDictFields.TrySeparator(ref _rest, out _needsItem);
    }
}
