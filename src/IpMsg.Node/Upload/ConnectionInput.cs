using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Upload;

/// <summary>What a peer says that fetches something: its request, and at the end that it has everything.</summary>
internal sealed class ConnectionInput
{
    private readonly Socket _connection;
    private readonly byte[] _buffer = new byte[512];
    private Task<int>? _receiving;

    internal ConnectionInput(Socket connection) => _connection = connection;

    /// <summary>The request, however many segments it comes in; null when there is none (R79).</summary>
    internal async Task<FileRequestAssembler?> ReadRequestAsync(int pause)
    {
        var request = new FileRequestAssembler();
        while (request.Progress == FileRequestProgress.NeedsMore)
        {
            var receiving = ReceiveAsync();
            if (!receiving.IsCompleted && await Task.WhenAny(receiving, Task.Delay(pause)).ConfigureAwait(false) != receiving)
            {
                if (request.Pause() != FileRequestProgress.NeedsMore)
                    break;
            }
            int count = await ReceiveOnceAsync().ConfigureAwait(false);
            // Who has closed half of the connection says nothing more, and may be waiting for his file.
            if (count == 0)
                request.Pause();
            if (count == 0 || request.Feed(_buffer.AsSpan(0, count)) == FileRequestProgress.Refused)
                break;
        }
        return request.Progress == FileRequestProgress.Complete ? request : null;
    }

    /// <summary>Waits until the peer closes: then it has everything (R90). Whatever else it says is of no interest.</summary>
    internal async Task WaitForCloseAsync()
    {
        do
            _ = ReceiveAsync();
        while (await ReceiveOnceAsync().ConfigureAwait(false) > 0);
    }

    // One that is under way cannot be called back, so the next to wait waits for it.
    private Task<int> ReceiveAsync()
    {
        if (_receiving is null)
        {
            _receiving = _connection.ReceiveAsync(new ArraySegment<byte>(_buffer), SocketFlags.None);
            // When the connection fails, nobody may be waiting any more.
            _ = _receiving.ContinueWith(static failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
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
