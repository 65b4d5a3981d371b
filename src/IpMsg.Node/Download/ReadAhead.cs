using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace IpMsg.Node.Download;

/// <summary>
/// What a sender sends, piece by piece. To decrypt takes as long as to write to a file, so once there is enough of it, a thread of its own
/// receives and decrypts what comes next while the caller writes. In between lies a ring.
/// </summary>
/// <param name="transferReader">Where it comes from; from the first piece on, nobody else may read there.</param>
internal sealed class ReadAhead(TransferReader transferReader) : IDisposable
{
    // What comes in while the system has one of the two wait for a processor. With a quarter of it they wait for each other instead.
    private const int RingSize = 2 << 20;

    // Not to receive in crumbs.
    private const int MinRoom = FileDownload.BufferSize;

    // Less than this is over before a thread has begun.
    private const int MinForThread = 1 << 20;

    // With more than these the processors have enough to do anyway, and each ring takes memory.
    private const int MaxRings = 4;

    private static int s_rings;

    private readonly object _gate = new();
    private byte[] _buffer = [];
    private Thread? _thread;
    private bool _hasTried;
    private long _received, _consumed;
    private int _lent;
    private ExceptionDispatchInfo? _failure;
    private bool _isEnd, _isOver;

    /// <summary>The next piece, which is valid until the next call; empty when the sender has closed.</summary>
    internal ArraySegment<byte> Next()
    {
        if (!_hasTried && transferReader.Cipher is not null && transferReader.Total >= MinForThread)
            Begin();
        if (_thread is not null)
            return Await();
        if (_buffer.Length == 0)
            _buffer = ArrayPool<byte>.Shared.Rent(FileDownload.BufferSize);
        return new ArraySegment<byte>(_buffer, 0, transferReader.Receive(_buffer, 0, FileDownload.BufferSize));
    }

    /// <summary>Gives the buffer back. To be called when the connection is closed, for else the thread may be waiting for the sender.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.Pulse(_gate);
        }
        if (_thread is not null)
        {
            _thread.Join();
            Interlocked.Decrement(ref s_rings);
        }
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Begin()
    {
        _hasTried = true;
        if (Interlocked.Increment(ref s_rings) > MaxRings)
        {
            Interlocked.Decrement(ref s_rings);
            return;
        }
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(RingSize);
        _thread = new Thread(Receive) { IsBackground = true, Name = "IpMsg read-ahead" };
        _thread.Start();
    }

    private ArraySegment<byte> Await()
    {
        lock (_gate)
        {
            // The piece of the call before is free again.
            _consumed += _lent;
            Monitor.Pulse(_gate);
            while (_received == _consumed && _failure is null && !_isEnd)
                Monitor.Wait(_gate);
            if (_received == _consumed)
                _failure?.Throw();
            int start = (int)(_consumed % RingSize);
            _lent = (int)Math.Min(_received - _consumed, RingSize - start);
            return new ArraySegment<byte>(_buffer, start, _lent);
        }
    }

    private void Receive()
    {
        try
        {
            for (int count = 1, room; count > 0 && (room = Room()) > 0;)
            {
                count = transferReader.Receive(_buffer, (int)(_received % RingSize), room);
                lock (_gate)
                {
                    _received += count;
                    _isEnd = count == 0;
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

    /// <summary>Waits for room and tells how much there is in one piece; 0 when nobody wants more.</summary>
    private int Room()
    {
        lock (_gate)
        {
            while (RingSize - (_received - _consumed) < MinRoom && !_isOver)
                Monitor.Wait(_gate);
            return _isOver ? 0 : (int)Math.Min(RingSize - (_received - _consumed), RingSize - _received % RingSize);
        }
    }
}
