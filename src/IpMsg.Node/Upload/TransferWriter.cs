using System;
using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>
/// The only way out to a peer that fetches. What is written gathers in a buffer that is sent when it is full, so that thousands of
/// small files cost few calls; while one buffer is being sent, the next is filled.
/// </summary>
internal sealed class TransferWriter
{
    private const int MaxBuffer = 256 * 1024;
    private const int MinBuffer = 64 * 1024;

    // So many may have buffers of the best size. With more, each gets less, or fifty recipients would cost as many megabytes.
    private const int MaxWithLargeBuffers = 8;

    // A peer that takes everything at once would else keep a thread of the pool from all others for as long as the file is.
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

    /// <param name="connection">Where to.</param>
    /// <param name="timeout">Ends the wait for a peer that takes nothing.</param>
    /// <param name="transfer">Told how far it is.</param>
    /// <param name="idle">How long the peer may take nothing (R90).</param>
    /// <param name="expected">How much will be written at most.</param>
    /// <param name="underWay">How many transfers there are, this one counted.</param>
    internal TransferWriter(Socket connection, ConnectionTimeout timeout, Transfer transfer, int idle, long expected, int underWay)
    {
        _connection = connection;
        _timeout = timeout;
        _transfer = transfer;
        _cipher = transfer.Key is { } key ? new TransferCipher(key, Encoding.ASCII.GetBytes(transfer.NumberText)) : null;
        _idle = idle;
        _size = (int)Math.Max(1, Math.Min(BufferSize(underWay), expected));
        _filling = ArrayPool<byte>.Shared.Rent(_size);
    }

    /// <summary>Bytes sent so far.</summary>
    internal long Sent => _sent;

    /// <summary>Where to write; <see cref="Add"/> tells how much was. Empty when it is time to <see cref="FlushAsync"/>.</summary>
    internal ArraySegment<byte> Room => new(_filling, _count, _size - _count);

    /// <summary>So many bytes were written into the room. Until then they are not sent.</summary>
    internal void Add(int count) => _count += count;

    /// <summary>Writes something short.</summary>
    internal async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > _size - _count)
            await FlushAsync().ConfigureAwait(false);
        bytes.Span.CopyTo(_filling.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Begins to send what was written. On return there is room again.</summary>
    internal async Task FlushAsync()
    {
        // Every byte of a connection passes here, once and in order, and so the cipher as well (R91), while the buffer before is on its way.
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

    /// <summary>Sends all that is left.</summary>
    internal async Task FinishAsync()
    {
        if (_count > 0)
            await FlushAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
    }

    /// <summary>Gives the buffers back; after a failure only once the connection is closed, for they may still be in use.</summary>
    internal async Task ReleaseAsync()
    {
        try
        {
            await _sending.ConfigureAwait(false);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Known already to whoever failed.
        }
        _cipher?.Dispose();
        ArrayPool<byte>.Shared.Return(_filling);
        if (_other is not null)
            ArrayPool<byte>.Shared.Return(_other);
    }

    private static int BufferSize(int underWay)
    {
        int size = MaxBuffer;
        for (int with = MaxWithLargeBuffers; with < underWay && size > MinBuffer; with *= 2)
            size /= 2;
        return size;
    }

    private async Task SendAsync(byte[] buffer, int count)
    {
        for (int at = 0; at < count;)
        {
            _timeout.Allow(_idle);
            int taken = await _connection.SendAsync(new ArraySegment<byte>(buffer, at, count - at), SocketFlags.None).ConfigureAwait(false);
            at += taken;
            _sent += taken;
            _transfer.ReportSent(_sent);
        }
    }
}
