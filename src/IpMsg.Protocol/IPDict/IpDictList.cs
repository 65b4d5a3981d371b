using System;

namespace IpMsg.Protocol.IPDict;

/// <summary>A list of a dictionary: values of one type, as slices of the received bytes.</summary>
internal ref struct IpDictList
{
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _current;
    private bool _needsValue;

    private IpDictList(ReadOnlySpan<byte> rest) => _rest = rest;

    /// <summary>The current value, for <see cref="IpDictValue"/> and <see cref="IpDict.TryReadContent"/>.</summary>
    public readonly ReadOnlySpan<byte> Current => _current;

    /// <summary>Reads a list. False when a length does not fit.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> value, out IpDictList list)
    {
        list = new IpDictList(value);
        var walk = list;
        while (walk.MoveNext())
        {
        }
        return walk._rest.IsEmpty && !walk._needsValue;
    }

    /// <summary>This, so that foreach takes it.</summary>
    public readonly IpDictList GetEnumerator() => this;

    /// <summary>Reads the next value; false at the end.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        _needsValue = true;
        return IpDictFields.TryValue(ref _rest, out _current) && IpDictFields.TrySeparator(ref _rest, out _needsValue);
    }
}
