using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace IpMsg.Node.Download;

/// <summary>
/// Reads a stream ahead. Decryption takes as long as a file write, so for a long stream a second thread receives and decrypts while the
/// caller writes. A ring buffer connects the two.
/// </summary>
/// <param name="transferReader">The source. After the first piece, nothing else may read from it.</param>
internal sealed class ReadAhead(TransferReader transferReader) : IDisposable
{
    // Bridges the time in which the system keeps one of the threads waiting for a processor. With a quarter of it, the threads wait for
    // each other.
    private const int RingSize = 2 << 20;

    // Keeps receives large.
    private const int MinReceive = FileDownload.BufferSize;

    // A shorter stream ends before a thread has started.
    private const int MinForThread = 1 << 20;

    // More rings would exceed the processors and use memory.
    private const int MaxRings = 4;

    private static int s_rings;

    private readonly object _gate = new();
    private byte[] _buffer = [];
    private Thread? _thread;
    private bool _hasDecided;
    private long _received, _consumed;
    private int _lastCount;
    private ExceptionDispatchInfo? _failure;
    private bool _isEnd, _isStopped;

    /// <summary>The next piece, valid until the next call; empty when the sender has closed the connection.</summary>
    internal ArraySegment<byte> Next()
    {
        if (!_hasDecided && transferReader.Cipher is not null && transferReader.Total >= MinForThread)
            Begin();
        if (_thread is not null)
            return WaitForPiece();
        if (_buffer.Length == 0)
            _buffer = ArrayPool<byte>.Shared.Rent(FileDownload.BufferSize);
        return new ArraySegment<byte>(_buffer, 0, transferReader.Receive(_buffer, 0, FileDownload.BufferSize));
    }

    /// <summary>True when the sender sends more within that time; false when it closes or is silent.</summary>
    internal bool HasMore(TimeSpan timeout)
    {
        if (_thread is null)
            return transferReader.HasMore(new byte[1], timeout);
        lock (_gate)
        {
            _consumed += _lastCount;
            _lastCount = 0;
            Monitor.Pulse(_gate);
            // The thread pulses only when something has arrived or ended.
            if (_received == _consumed && _failure is null && !_isEnd)
                Monitor.Wait(_gate, timeout);
            if (_failure is { SourceException: OperationCanceledException })
                _failure.Throw();
            return _received > _consumed;
        }
    }

    /// <summary>Returns the buffer. Call it after closing the connection, because the thread may be waiting for the sender.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
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
        _hasDecided = true;
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

    private ArraySegment<byte> WaitForPiece()
    {
        lock (_gate)
        {
            // The previous piece is free now.
            _consumed += _lastCount;
            Monitor.Pulse(_gate);
            while (_received == _consumed && _failure is null && !_isEnd)
                Monitor.Wait(_gate);
            if (_received == _consumed)
                _failure?.Throw();
            int start = (int)(_consumed % RingSize);
            _lastCount = (int)Math.Min(_received - _consumed, RingSize - start);
            return new ArraySegment<byte>(_buffer, start, _lastCount);
        }
    }

    private void Receive()
    {
        try
        {
            for (int count = 1, space; count > 0 && (space = WaitForSpace()) > 0;)
            {
                count = transferReader.Receive(_buffer, (int)(_received % RingSize), space);
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

    /// <summary>Waits for contiguous free space and returns its length; 0 when the caller has stopped.</summary>
    private int WaitForSpace()
    {
        lock (_gate)
        {
            while (RingSize - (_received - _consumed) < MinReceive && !_isStopped)
                Monitor.Wait(_gate);
            return _isStopped ? 0 : (int)Math.Min(RingSize - (_received - _consumed), RingSize - _received % RingSize);
        }
    }
}
