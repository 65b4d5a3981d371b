using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>Asks the member to grant a request; null when it is refused (R84).</summary>
internal delegate Transfer? BeginTransfer(FileRequestAssembler request, IPAddress from);

/// <summary>Tells the member that a transfer has ended.</summary>
internal delegate void EndTransfer(Transfer transfer, TransferResult result);

/// <summary>Serves IPMSG_GETFILEDATA and IPMSG_GETDIRFILES over TCP. Uses no thread while it waits for a peer.</summary>
internal sealed class FileServer
{
    private readonly BeginTransfer _begin;
    private readonly EndTransfer _end;
    private readonly UploadLimits _limits;
    private readonly HashSet<UploadSession> _sessions = [];

    internal FileServer(BeginTransfer begin, EndTransfer end, UploadLimits limits)
    {
        _begin = begin;
        _end = end;
        _limits = limits;
    }

    /// <summary>Serves one connection to its end. The caller closes the connection.</summary>
    internal async Task ServeAsync(Socket connection)
    {
        using var uploadSession = new UploadSession(connection, _limits);
        var from = ((IPEndPoint)connection.RemoteEndPoint).Address;
        if (await uploadSession.ReadRequestAsync().ConfigureAwait(false) is not { } request || _begin(request, from) is not { } transfer)
            return;
        var result = new TransferResult("It was broken off.");
        try
        {
            uploadSession.Transfer = transfer;
            int transfers;
            lock (_sessions)
            {
                _sessions.Add(uploadSession);
                transfers = _sessions.Count;
            }
            // The offer may have ended between the grant and this registration; nothing else would close the connection then.
            if (!transfer.IsCancelled)
                result = await uploadSession.ServeAsync(transfer, transfers).ConfigureAwait(false);
        }
        finally
        {
            lock (_sessions)
                _sessions.Remove(uploadSession);
            _end(transfer, result);
        }
    }

    /// <summary>Handles a change of an offer: when the offer has ended, its transfers are aborted.</summary>
    internal void OfferChanged(Offer offer)
    {
        if (!offer.HasEnded)
            return;
        var ended = new List<UploadSession>();
        lock (_sessions)
        {
            foreach (var each in _sessions)
            {
                if (each.Transfer!.Offer == offer)
                    ended.Add(each);
            }
        }
        foreach (var each in ended)
            each.Abort();
    }
}
