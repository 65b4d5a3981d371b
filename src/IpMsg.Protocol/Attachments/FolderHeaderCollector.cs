using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Collects a record's header from chunks of any size. The header starts with its own length in hex (R82).</summary>
internal sealed class FolderHeaderCollector
{
    // Caps the caller's limit, so that the length in front of a header cannot overflow.
    private const int MaxLimit = 1 << 20;

    private readonly int _limit;
    private byte[] _header = new byte[256];
    private int _length;
    private int _digits;
    private int _announced;
    private bool _knowsLength;

    internal FolderHeaderCollector(int limit) => _limit = Math.Min(limit, MaxLimit);

    /// <summary>The header after its length, up to and including the last colon.</summary>
    internal ReadOnlySpan<byte> Header => _header.AsSpan(0, _length);

    /// <summary>True when the header is complete.</summary>
    internal bool IsWhole => _knowsLength && _length == _announced - _digits - 1;

    /// <summary>Consumes the header's bytes at the start of the input.</summary>
    /// <param name="input">The received bytes.</param>
    /// <param name="consumed">The number of bytes that belong to the header.</param>
    /// <returns>The reason why the header is unreadable; <see cref="FolderStreamFailure.None"/> when it is fine so far.</returns>
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
        // The claimed length must end where the contents begin; otherwise the reader takes contents for headers.
        return IsWhole && _header[_length - 1] != (byte)':' ? FolderStreamFailure.MalformedHeader : FolderStreamFailure.None;
    }

    /// <summary>Prepares for the next header.</summary>
    internal void Reset()
    {
        _length = _digits = _announced = 0;
        _knowsLength = false;
    }

    private FolderStreamFailure AppendLength(byte value)
    {
        if (value != (byte)':')
        {
            int digit = NumberText.HexDigit(value);
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
