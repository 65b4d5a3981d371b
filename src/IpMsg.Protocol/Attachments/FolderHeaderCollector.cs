using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>Gathers a record's header, which begins with its own length in hex, from chunks of any size (R82).</summary>
internal sealed class FolderHeaderCollector
{
    // Whatever the caller allows: lengths in front of headers must not overflow.
    private const int MaxLimit = 1 << 20;

    private readonly int _limit;
    private byte[] _header = new byte[256];
    private int _length;
    private int _digits;
    private int _announced;
    private bool _knowsLength;

    internal FolderHeaderCollector(int limit) => _limit = Math.Min(limit, MaxLimit);

    /// <summary>What is behind the length, up to and with the last colon.</summary>
    internal ReadOnlySpan<byte> Header => _header.AsSpan(0, _length);

    /// <summary>True when the header is whole.</summary>
    internal bool IsWhole => _knowsLength && _length == _announced - _digits - 1;

    /// <summary>Takes what belongs to the header from the start of the input.</summary>
    /// <param name="input">What has arrived.</param>
    /// <param name="consumed">How much of it belongs to the header.</param>
    /// <returns>Why the header cannot be read, if it cannot.</returns>
    internal FolderStreamFailure Append(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        while (!_knowsLength && consumed < input.Length)
        {
            var failure = AppendLength(input[consumed++]);
            if (failure != FolderStreamFailure.None)
                return failure;
        }
        if (!_knowsLength)
            return FolderStreamFailure.None;
        int count = Math.Min(input.Length - consumed, _announced - _digits - 1 - _length);
        input.Slice(consumed, count).CopyTo(_header.AsSpan(_length));
        _length += count;
        consumed += count;
        // The claimed length has to end where the contents begin, or everything behind it is misread.
        return IsWhole && _header[_length - 1] != (byte)':' ? FolderStreamFailure.MalformedHeader : FolderStreamFailure.None;
    }

    /// <summary>Ready for the next header.</summary>
    internal void Reset()
    {
        _length = _digits = _announced = 0;
        _knowsLength = false;
    }

    private FolderStreamFailure AppendLength(byte value)
    {
        if (value != (byte)':')
        {
            int digit = HexNumber.Digit(value);
            if (digit < 0)
                return FolderStreamFailure.MalformedHeader;
            _digits++;
            _announced = _announced << 4 | digit;
            return _announced > _limit || _digits >= _limit ? FolderStreamFailure.HeaderTooLong : FolderStreamFailure.None;
        }
        if (_announced <= _digits + 1)
            return FolderStreamFailure.MalformedHeader;
        _knowsLength = true;
        if (_announced > _header.Length)
            _header = new byte[_announced];
        return FolderStreamFailure.None;
    }
}
