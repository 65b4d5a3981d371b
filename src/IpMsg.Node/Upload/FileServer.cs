using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>Asks the member to grant a request; null when it is refused (R84).</summary>
internal delegate Task<Transfer?> BeginTransfer(FileRequestAssembler request, AcceptedConnection from);

/// <summary>Tells the member that a transfer has ended.</summary>
internal delegate void EndTransfer(Transfer transfer, TransferResult result);

/// <summary>Serves IPMSG_GETFILEDATA and IPMSG_GETDIRFILES over TCP. Uses no thread while it waits for a peer.</summary>
internal sealed class FileServer
{
    private readonly BeginTransfer _begin;
    private readonly EndTransfer _end;
    private readonly UploadLimits _limits;
    private readonly HashSet<UploadSession> _sessions = [];
    private readonly TransferSlots _slots = new();

    internal FileServer(BeginTransfer begin, EndTransfer end, UploadLimits limits)
    {
        _begin = begin;
        _end = end;
        _limits = limits;
    }

    /// <summary>Receives a dictionary, which comes in place of a request.</summary>
    internal Action<byte[], AcceptedConnection> OnDictionary { get; set; } = static (_, _) => { };

    /// <summary>Serves one connection to its end. The caller closes the connection.</summary>
    internal async Task ServeAsync(AcceptedConnection connection)
    {
        using var uploadSession = new UploadSession(connection.Socket, _limits);
        var received = await uploadSession.ReadRequestAsync().ConfigureAwait(false);
        if (uploadSession.Dictionary is { } dictionary)
            OnDictionary(dictionary, connection);
        if (received is not { } request
            || await _begin(request, connection).ConfigureAwait(false) is not { } transfer)
            return;
        var result = new TransferResult("It was broken off.");
        try
        {
            uploadSession.Transfer = transfer;
            lock (_sessions)
                _sessions.Add(uploadSession);
            result = await ServeAsync(connection, uploadSession, transfer).ConfigureAwait(false) ?? result;
        }
        finally
        {
            lock (_sessions)
                _sessions.Remove(uploadSession);
            _end(transfer, result);
        }
    }

    private async Task<TransferResult?> ServeAsync(AcceptedConnection connection, UploadSession uploadSession, Transfer transfer)
    {
        var recipient = transfer.Offer.Delivery.To;
        uploadSession.AllowWait();
        connection.OnReset = () => _slots.Abandon(connection);
        var entering = _slots.EnterAsync(recipient, connection);
        if (connection.IsReset)
            _slots.Abandon(connection);
        int transfers = await entering.ConfigureAwait(false);
        if (transfers == 0)
            return null;
        try
        {
            // The offer may have ended before the session was registered; nothing else would close the connection then.
            return transfer.IsCancelled || !connection.TryKeep()
                ? null
                : await uploadSession.ServeAsync(transfer, transfers).ConfigureAwait(false);
        }
        finally
        {
            _slots.Leave(recipient);
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
