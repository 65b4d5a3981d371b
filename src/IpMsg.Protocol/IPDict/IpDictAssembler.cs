using System;

namespace IpMsg.Protocol.IPDict;

/// <summary>
/// Assembles a dictionary from TCP segments of any size (R102). The sender writes nothing behind it, and counts the end of the connection
/// as acceptance.
/// </summary>
/// <param name="limit">The maximum length of the whole dictionary in bytes.</param>
internal sealed class IpDictAssembler(int limit = IpDictAssembler.DefaultLimit)
{
    /// <summary>
    /// The default limit in bytes, 32 packets of the longest kind. The reference client allows 256 MiB, which any machine could make
    /// this one keep.
    /// </summary>
    internal const int DefaultLimit = 1 << 20;

    private byte[] _bytes = [];
    private int _length;
    private int _whole;

    /// <summary>The state of the dictionary.</summary>
    internal IpDictProgress Progress { get; private set; }

    /// <summary>Adds received bytes. Ignores those behind a complete dictionary.</summary>
    internal IpDictProgress Feed(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty && Progress == IpDictProgress.NeedsMore)
        {
            // The length is in the first bytes, so the memory grows with what has arrived and never beyond the length.
            int wanted = _whole == 0 ? 1 : Math.Min(segment.Length, _whole - _length);
            Append(segment.Slice(0, wanted));
            segment = segment.Slice(wanted);
            Progress = _whole == 0 ? ReadLength() : _length < _whole ? IpDictProgress.NeedsMore : Check();
        }
        return Progress;
    }

    /// <summary>Reads the complete dictionary, whose spans point into the assembler.</summary>
    internal bool TryRead(out IpDict dict)
    {
        dict = default;
        return Progress == IpDictProgress.Complete && IpDict.TryRead(_bytes.AsSpan(0, _length), out dict);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length + bytes.Length, Math.Min(2 * _bytes.Length, _whole)));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private IpDictProgress ReadLength()
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, _length), start = IpDictFields.Start;
        if (!bytes.Slice(0, Math.Min(_length, start.Length)).SequenceEqual(start.Slice(0, Math.Min(_length, start.Length))))
            return IpDictProgress.Refused;
        if (_length <= start.Length || bytes[_length - 1] != (byte)':')
            return _length < start.Length + IpDictFields.MaxLengthDigits + 1 ? IpDictProgress.NeedsMore : IpDictProgress.Refused;
        var rest = bytes.Slice(start.Length);
        if (!IpDictFields.TryLength(ref rest, out int content) || content > limit - _length - IpDictFields.End.Length)
            return IpDictProgress.Refused;
        _whole = _length + content + IpDictFields.End.Length;
        return IpDictProgress.NeedsMore;
    }

    private IpDictProgress Check() =>
        IpDict.TryRead(_bytes.AsSpan(0, _length), out _) ? IpDictProgress.Complete : IpDictProgress.Refused;
}
