using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Assembles a file request from TCP segments of any size (R79). A NUL completes it. Some clients send no NUL, so a pause completes it as
/// well once all fields are there.
/// </summary>
public sealed class FileRequestAssembler
{
    /// <summary>The default limit in bytes: enough for an encrypted request that is signed with the longest keys in use.</summary>
    public const int DefaultLimit = 8192;

    private const int HeaderColons = 5;

    private readonly int _limit;
    private byte[] _bytes;
    private int _length;
    private int _colons;

    /// <param name="limit">The maximum length of a request in bytes.</param>
    public FileRequestAssembler(int limit = DefaultLimit)
    {
        _limit = limit;
        _bytes = new byte[Math.Min(limit, 128)];
    }

    /// <summary>The state of the request.</summary>
    public FileRequestProgress Progress { get; private set; }

    /// <summary>Adds received bytes. Ignores bytes after a complete request.</summary>
    public FileRequestProgress Feed(ReadOnlySpan<byte> segment)
    {
        for (int at = 0; at < segment.Length && Progress == FileRequestProgress.NeedsMore; at++)
            Append(segment[at]);
        return Progress;
    }

    /// <summary>Reports a pause in the stream (about 200 ms).</summary>
    public FileRequestProgress Pause()
    {
        if (Progress == FileRequestProgress.NeedsMore && _colons == HeaderColons && HasAllFields())
            Progress = FileRequestProgress.Complete;
        return Progress;
    }

    /// <summary>Reads the complete request. The packet's spans point into the assembler.</summary>
    public bool TryRead(out Packet packet)
    {
        packet = default;
        return Progress == FileRequestProgress.Complete && PacketReader.TryRead(_bytes.AsSpan(0, _length), out packet);
    }

    private void Append(byte value)
    {
        if (value == 0)
        {
            Progress = _colons == HeaderColons ? FileRequestProgress.Complete : FileRequestProgress.Refused;
            return;
        }
        // A packet starts with the digits of its version. Any other first byte is another protocol.
        if (_length == _limit || _length == 0 && value is < (byte)'0' or > (byte)'9')
        {
            Progress = FileRequestProgress.Refused;
            return;
        }
        if (_length == _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(_limit, _length * 2));
        _bytes[_length++] = value;
        if (value == (byte)':' && _colons < HeaderColons && ++_colons == HeaderColons && !IsFileRequest())
            Progress = FileRequestProgress.Refused;
    }

    private bool IsFileRequest() =>
        PacketReader.TryRead(_bytes.AsSpan(0, _length), out var packet) && FileRequestReader.IsFileRequest(packet.Command);

    private bool HasAllFields()
    {
        PacketReader.TryRead(_bytes.AsSpan(0, _length), out var packet);
        // An encrypted request has at least flags, key and ciphertext (R71, R92).
        bool hasThree = packet.Command == Command.GetFileData || (packet.MessageFlags & MessageFlags.Encrypted) != 0;
        var fields = new FieldReader(packet.Body);
        for (int needed = hasThree ? 3 : 2; needed > 0; needed--)
        {
            if (!fields.TryPlain(out var field) || field.IsEmpty)
                return false;
        }
        return true;
    }
}
