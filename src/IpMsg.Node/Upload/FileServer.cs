using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>Asks the member whether a request is to be granted; null when it is not (R84).</summary>
internal delegate Transfer? BeginTransfer(FileRequestAssembler request, IPAddress from);

/// <summary>Tells the member that a transfer has ended.</summary>
internal delegate void EndTransfer(Transfer transfer, string? failure, string? remark);

/// <summary>Serves those who fetch what was offered to them. It takes no thread while it waits for a peer.</summary>
internal sealed class FileServer
{
    private readonly BeginTransfer _begin;
    private readonly EndTransfer _end;
    private readonly ServingLimits _limits;
    private readonly HashSet<Conversation> _underWay = [];

    internal FileServer(BeginTransfer begin, EndTransfer end, ServingLimits limits)
    {
        _begin = begin;
        _end = end;
        _limits = limits;
    }

    /// <summary>Serves one connection to its end; whoever called closes it.</summary>
    internal async Task Serve(Socket connection)
    {
        using var conversation = new Conversation(connection, _limits);
        var from = ((IPEndPoint)connection.RemoteEndPoint).Address;
        if (await conversation.Request().ConfigureAwait(false) is not { } request || _begin(request, from) is not { } transfer)
            return;
        string? failure = "It was broken off.";
        try
        {
            conversation.Transfer = transfer;
            int underWay;
            lock (_underWay)
            {
                _underWay.Add(conversation);
                underWay = _underWay.Count;
            }
            // Ended between the grant and this: nobody would close it.
            if (!transfer.IsCancelled)
                failure = await conversation.Serve(transfer, underWay).ConfigureAwait(false);
        }
        finally
        {
            lock (_underWay)
                _underWay.Remove(conversation);
            _end(transfer, failure, conversation.Remark);
        }
    }

    /// <summary>An offer stands differently: when it has ended, its transfers are broken off.</summary>
    internal void OfferChanged(Offer offer)
    {
        if (!offer.HasEnded)
            return;
        var ended = new List<Conversation>();
        lock (_underWay)
        {
            foreach (var each in _underWay)
            {
                if (each.Transfer!.Offer == offer)
                    ended.Add(each);
            }
        }
        foreach (var each in ended)
            each.Abort();
    }
}
