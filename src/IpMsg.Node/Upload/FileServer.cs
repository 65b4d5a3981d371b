using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>Asks the member whether a request is to be granted; null when it is not (R84).</summary>
internal delegate Transfer? BeginTransfer(FileRequestAssembler request, IPAddress from);

/// <summary>Tells the member that a transfer has ended.</summary>
internal delegate void EndTransfer(Transfer transfer, string? failure, string? remark);

/// <summary>Serves IPMSG_GETFILEDATA and IPMSG_GETDIRFILES over TCP. It takes no thread while it waits for a peer.</summary>
internal sealed class FileServer
{
    private readonly BeginTransfer _begin;
    private readonly EndTransfer _end;
    private readonly UploadLimits _limits;
    private readonly HashSet<UploadSession> _underWay = [];

    internal FileServer(BeginTransfer begin, EndTransfer end, UploadLimits limits)
    {
        _begin = begin;
        _end = end;
        _limits = limits;
    }

    /// <summary>Serves one connection to its end; whoever called closes it.</summary>
    internal async Task ServeAsync(Socket connection)
    {
        using var uploadSession = new UploadSession(connection, _limits);
        var from = ((IPEndPoint)connection.RemoteEndPoint).Address;
        if (await uploadSession.ReadRequestAsync().ConfigureAwait(false) is not { } request || _begin(request, from) is not { } transfer)
            return;
        string? failure = "It was broken off.";
        try
        {
            uploadSession.Transfer = transfer;
            int underWay;
            lock (_underWay)
            {
                _underWay.Add(uploadSession);
                underWay = _underWay.Count;
            }
            // Ended between the grant and this: nobody would close it.
            if (!transfer.IsCancelled)
                failure = await uploadSession.ServeAsync(transfer, underWay).ConfigureAwait(false);
        }
        finally
        {
            lock (_underWay)
                _underWay.Remove(uploadSession);
            _end(transfer, failure, uploadSession.Remark);
        }
    }

    /// <summary>An offer stands differently: when it has ended, its transfers are broken off.</summary>
    internal void OfferChanged(Offer offer)
    {
        if (!offer.HasEnded)
            return;
        var ended = new List<UploadSession>();
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
