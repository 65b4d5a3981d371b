using System;
using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>
/// Writes to a downloading peer. Collects bytes until a buffer is full, so that thousands of small files need few calls. While one buffer
/// is sent, the other is filled.
/// </summary>
internal sealed class TransferWriter
{
    private const int MaxBuffer = 256 * 1024;
    private const int MinBuffer = 64 * 1024;

    // Transfers beyond the shared ones. A recipient that reads nothing also fills the buffer of the system, which may grow to megabytes.
    private const int SmallBuffer = 16 * 1024;
    private const int SmallSystemBuffer = 64 * 1024;

    // Up to this many transfers get the largest buffers. With more, each gets a smaller one; otherwise fifty recipients would need as many
    // buffers of that size.
    private const int MaxWithLargeBuffers = 8;

    // A fast peer would otherwise keep a thread-pool thread busy for the whole file.
    private const int MaxSynchronousFlushes = 16;

    private readonly Socket _connection;
    private readonly ConnectionTimeout _timeout;
    private readonly Transfer _transfer;
    private readonly TransferCipher? _cipher;
    private readonly int _idle;
    private readonly int _size;
    private byte[] _filling;
    private byte[]? _other;
    private int _count;
    private int _flushes;
    private long _sent;
    private Task _sending = Task.CompletedTask;

    /// <param name="connection">The connection.</param>
    /// <param name="timeout">Ends the wait for a peer that does not receive.</param>
    /// <param name="transfer">The transfer, whose progress is updated.</param>
    /// <param name="idle">The time limit in milliseconds for a peer that does not receive (R90).</param>
    /// <param name="expected">The maximum number of bytes to write.</param>
    /// <param name="transfers">The number of running transfers, including this one.</param>
    internal TransferWriter(Socket connection, ConnectionTimeout timeout, Transfer transfer, int idle, long expected, int transfers)
    {
        _connection = connection;
        _timeout = timeout;
        _transfer = transfer;
        _cipher = transfer.Key is { } key ? new TransferCipher(key, Encoding.ASCII.GetBytes(transfer.NumberText)) : null;
        _idle = idle;
        _size = (int)Math.Max(1, Math.Min(BufferSize(transfers), expected));
        _filling = ArrayPool<byte>.Shared.Rent(_size);
        if (transfers > TransferSlots.MaxShared)
            connection.SendBufferSize = SmallSystemBuffer;
    }

    /// <summary>The bytes sent so far.</summary>
    internal long Sent => _sent;

    /// <summary>
    /// The free part of the buffer. Call <see cref="Add"/> after writing into it; call <see cref="FlushAsync"/> when it is empty.
    /// </summary>
    internal ArraySegment<byte> FreeSpace => new(_filling, _count, _size - _count);

    /// <summary>Adds bytes that were written into <see cref="FreeSpace"/>.</summary>
    internal void Add(int count) => _count += count;

    /// <summary>Writes a few bytes.</summary>
    internal async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > _size - _count)
            await FlushAsync().ConfigureAwait(false);
        bytes.Span.CopyTo(_filling.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Starts to send the buffer. Afterwards there is free space again.</summary>
    internal async Task FlushAsync()
    {
        // Every byte passes here once and in order, as the cipher requires (R91), while the previous buffer is being sent.
        _cipher?.Transform(_filling.AsSpan(0, _count));
        await _sending.ConfigureAwait(false);
        if (_transfer.IsCancelled)
            throw new TransferException("It was broken off.");
        (_filling, _other) = (_other ?? ArrayPool<byte>.Shared.Rent(_size), _filling);
        _sending = SendAsync(_other, _count);
        _count = 0;
        if (++_flushes % MaxSynchronousFlushes == 0)
            await Task.Yield();
    }

    /// <summary>Sends the rest.</summary>
    internal async Task FinishAsync()
    {
        if (_count > 0)
            await FlushAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
    }

    /// <summary>Returns the buffers. After a failure, close the connection first, because the buffers may still be in use.</summary>
    internal async Task ReleaseAsync()
    {
        try
        {
            await _sending.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The writing call reported it already.
        }
        _cipher?.Dispose();
        ArrayPool<byte>.Shared.Return(_filling);
        if (_other is not null)
            ArrayPool<byte>.Shared.Return(_other);
    }

    private static int BufferSize(int transfers)
    {
        if (transfers > TransferSlots.MaxShared)
            return SmallBuffer;
        int size = MaxBuffer;
        for (int with = MaxWithLargeBuffers; with < transfers && size > MinBuffer; with *= 2)
            size /= 2;
        return size;
    }

    private async Task SendAsync(byte[] buffer, int count)
    {
        for (int at = 0; at < count;)
        {
            _timeout.Allow(_idle);
            int sent = await _connection.SendAsync(new ArraySegment<byte>(buffer, at, count - at), SocketFlags.None).ConfigureAwait(false);
            at += sent;
            _sent += sent;
            _transfer.ReportSent(_sent, DateTimeOffset.UtcNow);
        }
    }
}
