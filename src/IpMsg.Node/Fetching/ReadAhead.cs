using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace IpMsg.Node;

/// <summary>
/// What a sender sends, in chunks. To decrypt takes nearly as long as to write to a file, so once there is enough of it, a thread of its own
/// receives and decrypts the next chunks while the caller writes one.
/// </summary>
/// <param name="intake">Where they come from; from the first chunk on, nobody else may read there.</param>
internal sealed class ReadAhead(Intake intake) : IDisposable
{
    // Several are in use at a time, and of shorter ones a processor's cache keeps more.
    private const int EncryptedChunk = 128 << 10;

    // One that the caller has, one that is complete, one that is being received.
    private const int Chunks = 3;

    // Less than this is over before a thread has begun.
    private const int WorthAThread = 1 << 20;

    private readonly object _gate = new();
    private readonly byte[]?[] _buffers = new byte[Chunks][];
    private readonly int[] _counts = new int[Chunks];
    private Thread? _thread;
    private long _received, _handed;
    private ExceptionDispatchInfo? _failure;
    private bool _isOver;

    private int ChunkSize => intake.Cipher is null ? FileFetch.BufferSize : EncryptedChunk;

    /// <summary>The next chunk, which is valid until the next call; empty when the sender has closed.</summary>
    internal ArraySegment<byte> Next()
    {
        if (_thread is null && (intake.Cipher is null || intake.Total < WorthAThread))
            return new ArraySegment<byte>(Buffer(0), 0, intake.Receive(Buffer(0), 0, ChunkSize));
        if (_thread is null)
        {
            _thread = new Thread(Receive) { IsBackground = true, Name = "IpMsg read-ahead" };
            _thread.Start();
        }
        return Await();
    }

    /// <summary>Gives the buffers back. To be called when the connection is closed, for else the thread may be waiting for the sender.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.Pulse(_gate);
        }
        _thread?.Join();
        foreach (byte[]? buffer in _buffers)
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ArraySegment<byte> Await()
    {
        lock (_gate)
        {
            // The chunk of the call before is free again.
            long wanted = _handed++;
            Monitor.Pulse(_gate);
            while (_received == wanted && _failure is null)
                Monitor.Wait(_gate);
            if (_received == wanted)
                _failure!.Throw();
            int slot = (int)(wanted % Chunks);
            return new ArraySegment<byte>(Buffer(slot), 0, _counts[slot]);
        }
    }

    private void Receive()
    {
        try
        {
            for (int count = 1; count > 0 && HasRoom();)
            {
                int slot = (int)(_received % Chunks);
                count = intake.Receive(Buffer(slot), 0, ChunkSize);
                lock (_gate)
                {
                    _counts[slot] = count;
                    _received++;
                    Monitor.Pulse(_gate);
                }
            }
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
                Monitor.Pulse(_gate);
            }
        }
    }

    private bool HasRoom()
    {
        lock (_gate)
        {
            // The caller may still have the last one that he was handed.
            while (_received - _handed >= Chunks - 1 && !_isOver)
                Monitor.Wait(_gate);
            return !_isOver;
        }
    }

    private byte[] Buffer(int slot) => _buffers[slot] ??= ArrayPool<byte>.Shared.Rent(ChunkSize);
}
