using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.IPDict;

namespace IpMsg.Node.Upload;

/// <summary>Reads what a downloading peer sends: its request, and the close at the end.</summary>
internal sealed class ConnectionInput
{
    // Orders of a master are shorter; a datagram is not longer.
    private const int MaxDictionary = 65_536;

    private readonly Socket _connection;
    private readonly byte[] _buffer = new byte[512];
    private Task<int>? _receiving;

    internal ConnectionInput(Socket connection) => _connection = connection;

    /// <summary>True when the peer has closed its sending direction.</summary>
    internal bool IsClosed => _connection.Poll(0, SelectMode.SelectRead) && _connection.Available == 0;

    /// <summary>The whole dictionary that came in place of a request (R127); null when none came.</summary>
    internal byte[]? Dictionary { get; private set; }

    /// <summary>Reads the request from any number of segments; null when there is none (R79).</summary>
    internal async Task<FileRequestAssembler?> ReadRequestAsync(int pause)
    {
        var request = new FileRequestAssembler();
        bool isFirst = true;
        while (request.Progress == FileRequestProgress.NeedsMore)
        {
            var receiving = ReceiveAsync();
            if (!receiving.IsCompleted && await Task.WhenAny(receiving, Task.Delay(pause)).ConfigureAwait(false) != receiving)
            {
                if (request.Pause() != FileRequestProgress.NeedsMore)
                    break;
            }
            int count = await ReceiveOnceAsync().ConfigureAwait(false);
            // A peer that has closed its sending direction may still be waiting for the file.
            if (count == 0)
                request.Pause();
            else if (_buffer[0] == 'I' && isFirst)
            {
                Dictionary = await ReadDictionaryAsync(count).ConfigureAwait(false);
                return null;
            }
            isFirst = false;
            if (count == 0 || request.Feed(_buffer.AsSpan(0, count)) == FileRequestProgress.Refused)
                break;
        }
        return request.Progress == FileRequestProgress.Complete ? request : null;
    }

    /// <summary>Waits until the peer closes, which means that it has everything (R109). Ignores other bytes.</summary>
    internal async Task WaitForCloseAsync()
    {
        do
            _ = ReceiveAsync();
        while (await ReceiveOnceAsync().ConfigureAwait(false) > 0);
    }

    // The time of a request limits this too.
    private async Task<byte[]?> ReadDictionaryAsync(int count)
    {
        var assembler = new IpDictAssembler(MaxDictionary);
        while (count > 0 && assembler.Feed(_buffer.AsSpan(0, count)) == IpDictProgress.NeedsMore)
            count = await ReceiveOnceAsync().ConfigureAwait(false);
        return assembler.TryRead(out var dict) ? IpDictWriter.Of(dict).ToArray() : null;
    }

    // A pending receive cannot be cancelled, so the next caller waits for the same one.
    private Task<int> ReceiveAsync()
    {
        if (_receiving is null)
        {
            _receiving = _connection.ReceiveAsync(new ArraySegment<byte>(_buffer), SocketFlags.None);
            // Observes the exception of a receive that nobody awaits any more.
            _ = _receiving.ContinueWith(
            static failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
        }
        return _receiving;
    }

    private async Task<int> ReceiveOnceAsync()
    {
        int count = await ReceiveAsync().ConfigureAwait(false);
        _receiving = null;
        return count;
    }
}
