using System;
using System.Net;
using System.Threading;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>A member whose messages are taken as Receive-IpMsg takes them.</summary>
internal sealed class ReceivingNode : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly MemberNode _node;
    private readonly Thread _consumer;
    private readonly int _messagesARound;
    private readonly AutoResetEvent _roundTaken = new(false);
    private long _taken;

    /// <param name="messagesPerRound">The number of messages in a round.</param>
    /// <param name="withLog">True to write every message to the log before its confirmation.</param>
    /// <param name="history">The options of the message store, whose folder is set here; null to keep messages in memory.</param>
    internal ReceivingNode(int messagesPerRound, bool withLog = false, HistoryOptions? history = null)
    {
        _messagesARound = messagesPerRound;
        _node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Loopback,
            Port = 0,
            UserName = LoadDatagrams.User,
            HostName = LoadDatagrams.Host,
            KeyPath = _folder.Path,
            LogPath = withLog ? System.IO.Path.Combine(_folder.Path, "messages.jsonl") : null,
            History = history is null ? null : history with { DataPath = System.IO.Path.Combine(_folder.Path, "data") },
            IsSilent = true,
        });
        _consumer = new Thread(Consume) { IsBackground = true };
        _consumer.Start();
    }

    internal int Port => _node.LocalEndPoint.Port;

    /// <summary>The number of confirmed messages.</summary>
    internal long Received => _node.Counters.Messages;

    /// <summary>Waits until the consumer has taken the last message of the round.</summary>
    internal void WaitForConsumer() => _roundTaken.WaitOne();

    public void Dispose()
    {
        _node.Dispose();
        _consumer.Join();
        _folder.Dispose();
    }

    private void Consume()
    {
        var reader = new InboxReader(null);
        try
        {
            while (_node.Inbox.Receive(reader, Timeout.InfiniteTimeSpan, CancellationToken.None, out var message))
            {
                _node.Inbox.MarkDelivered(message);
                if (++_taken % _messagesARound == 0)
                    _roundTaken.Set();
            }
        }
        catch (IpMsgException)
        {
            // The node was stopped.
        }
    }
}
