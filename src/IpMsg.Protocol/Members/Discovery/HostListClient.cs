using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Fetches host lists from a given member, or from the first that offers one (R35 to R37): sends IPMSG_BR_ISGETLIST2 and IPMSG_GETLIST,
/// handles IPMSG_OKGETLIST and IPMSG_ANSLIST.
/// </summary>
internal sealed class HostListClient : PacketHandler
{
    private const int TimeoutMs = 3_000;
    private const int MaxEntries = RosterSlots.MaxInTier;
    private const int MaxPages = 512;
    private const int MaxOffers = 16;

    private readonly MemberContext _context;
    private readonly Announcer _announcer;
    private readonly ListedEntries _entries;
    private readonly ListedMembers _listed;
    private readonly List<PendingHostListRequest> _open = [];

    internal HostListClient(MemberContext context, Announcer announcer, ListedEntries entries, ListedMembers listed)
    {
        _context = context;
        _announcer = announcer;
        _entries = entries;
        _listed = listed;
    }

    internal bool IsFetching => _open.Count > 0;

    /// <summary>True while the list of that member is awaited.</summary>
    internal bool Asks(IPEndPoint to) => _open.Exists(each => each.Awaits(to));

    /// <param name="from">The member to ask; null to ask the network.</param>
    /// <param name="observer">Receives the end; null for none.</param>
    internal HostListRequest Fetch(IPEndPoint? from, IObserver<HostListRequestEnded>? observer)
    {
        var pendingHostListRequest = new PendingHostListRequest(this, new HostListRequest(from, observer));
        _open.Add(pendingHostListRequest);
        if (from is not null)
            _context.OnUse(from);
        if (_context.IsLeaving)
            End(pendingHostListRequest, HostListStatus.TimedOut);
        else
            pendingHostListRequest.OnExpired();
        return pendingHostListRequest.Request;
    }

    internal void Cancel(HostListRequest request)
    {
        if (_open.Find(each => each.Request == request) is { } pendingHostListRequest)
            End(pendingHostListRequest, HostListStatus.TimedOut);
    }

    internal void CancelAll()
    {
        foreach (var pendingHostListRequest in _open.ToArray())
            End(pendingHostListRequest, HostListStatus.TimedOut);
    }

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        if (packet.Command == Command.OkGetList)
        {
            foreach (var pendingHostListRequest in _open)
            {
                if (pendingHostListRequest.Request.From is null
                    && pendingHostListRequest.Offers.Count < MaxOffers
                    && pendingHostListRequest.Offers.Add(from))
                    Ask(from, 0);
            }
        }
        else if (_open.Find(each => each.Awaits(from)) is { } pendingHostListRequest)
            OnPage(pendingHostListRequest, packet, from);
    }

    private void Ask(IPEndPoint to, int start) => _context.PacketSender.SendAscii(to, Command.GetList, (uint)EntryFlags.CanUtf8,
        start == 0 ? default : Encoding.ASCII.GetBytes(start.ToString(CultureInfo.InvariantCulture)));

    private void OnPage(PendingHostListRequest pendingHostListRequest, in Packet packet, IPEndPoint from)
    {
        string text = _context.Settings.Codec.Read(packet.Body, packet.IsUtf8);
        if (!HostListReader.TryRead(text, out int next, out int count, out var entries))
            return;
        // The page is a duplicate: the network or a repeated request has doubled it.
        if (next != 0 && next <= pendingHostListRequest.Next)
            return;
        pendingHostListRequest.Request.AnsweredBy(from);
        pendingHostListRequest.Pages++;
        bool isTooLong = false;
        foreach (var entry in entries)
        {
            if (isTooLong = pendingHostListRequest.Request.Found.Count >= MaxEntries)
                break;
            if (_entries.TryAdd(entry))
                pendingHostListRequest.Request.Found.Add(entry);
        }
        // "next" must rise and the page must have entries, or a malformed list would cause requests without end (R36).
        bool hasNext = next >= count && count > 0 && next > pendingHostListRequest.Next;
        isTooLong |= hasNext && (pendingHostListRequest.Pages >= MaxPages || pendingHostListRequest.Request.Found.Count >= MaxEntries);
        if (hasNext && !isTooLong)
        {
            pendingHostListRequest.Next = next;
            pendingHostListRequest.IsRepeat = false;
            Ask(from, next);
            _context.SetTimer(pendingHostListRequest, TimeoutMs);
        }
        else
            End(pendingHostListRequest, isTooLong ? HostListStatus.TooLong : HostListStatus.Complete);
    }

    private void End(PendingHostListRequest pendingHostListRequest, HostListStatus status)
    {
        TimerQueue.Clear(pendingHostListRequest);
        _open.Remove(pendingHostListRequest);
        pendingHostListRequest.Request.End(status);
        _context.Outputs.Raise(new HostListRequestEnded(pendingHostListRequest.Request));
        if (_context.IsLeaving)
            return;
        if (pendingHostListRequest.IsNetworkWide)
            _announcer.Enter();
        else
            // Broadcasts do not reach the members of another segment.
            _listed.Ask(pendingHostListRequest.Request.Found);
    }

    private sealed class PendingHostListRequest(HostListClient client, HostListRequest request) : ProtocolTimer
    {
        private bool _hasAsked;

        internal HostListRequest Request => request;

        internal bool IsNetworkWide { get; } = request.From is null;

        internal bool IsRepeat { get; set; }

        internal int Next { get; set; }

        internal int Pages { get; set; }

        /// <summary>The endpoints that offered a list. Lists from other endpoints are ignored.</summary>
        internal HashSet<IPEndPoint> Offers { get; } = [];

        internal bool Awaits(IPEndPoint from) => request.From?.Equals(from) ?? Offers.Contains(from);

        internal override void OnExpired()
        {
            if (_hasAsked && IsRepeat)
            {
                client.End(this, HostListStatus.TimedOut);
                return;
            }
            IsRepeat = _hasAsked;
            _hasAsked = true;
            if (request.From is { } from)
                client.Ask(from, Next);
            else
                client._announcer.Query(Command.IsGetList2, IsRepeat ? EntryFlags.Retry : EntryFlags.None);
            client._context.SetTimer(this, TimeoutMs);
        }
    }
}
