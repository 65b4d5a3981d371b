using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// Limits the answers to addresses that have not answered this member (R117): nobody knows whether the questions come from there. A long
/// answer waits until the address has answered an entry.
/// </summary>
internal sealed class AnswerLimits(MemberContext context)
{
    // Questions are short; a longer one is asked again.
    private const int MaxHeldLength = 512;

    // Entries that packets of others cause. Those of six seconds fit into OpenEntries.
    private static readonly ShareRates s_asks = new(new Rate(16, 64), new Rate(1_024, 1_024));

    private readonly AnswerBudget _budget = new();
    private readonly OpenEntries _entries = new();
    private readonly HeldAnswers _held = new();
    private readonly Shares<IPEndPoint> _asks = new(s_asks, s_asks, s_asks);
    private readonly Shares<IPEndPoint> _introductions = new(s_asks, s_asks, s_asks);
    private IPEndPoint? _released;

    /// <summary>True when the member at that endpoint has answered an entry, a message, or a request for its key.</summary>
    internal bool IsReached(IPEndPoint endPoint) =>
        context.Roster.At(endPoint) is { IsReached: true } || endPoint.Equals(_released);

    /// <summary>Counts a received datagram: answers to it may be three times as long.</summary>
    internal void OnDatagram(IPEndPoint from, int length)
    {
        if (!IsReached(from))
            _budget.Add(from.Address, length);
    }

    /// <summary>True when an answer of that length may be sent; otherwise it is withheld.</summary>
    internal bool TryTake(IPEndPoint to, int length)
    {
        if (IsReached(to) || _budget.TryTake(to.Address, length))
            return true;
        context.Counters.Withheld++;
        return false;
    }

    /// <summary>Records an entry, which the member at the endpoint, or every member, may answer.</summary>
    internal void OnEntrySent(IPEndPoint to)
    {
        if (context.IsOneMachine(to) && !context.Targets.Contains(to))
            _entries.OnSent(to, context.Now);
        else
            _entries.OnBroadcast(context.Now);
    }

    /// <summary>True while an entry may still be answered from that endpoint.</summary>
    internal bool AwaitsEntryAnswer(IPEndPoint from) => _entries.Awaits(from, context.Now);

    /// <summary>True when an entry to that endpoint, and not only to all, may still be answered.</summary>
    internal bool WasAsked(IPEndPoint from) => _entries.Awaits(from, context.Now, isSingle: true);

    /// <summary>
    /// True when an entry may ask an endpoint for an answer because of a packet from there: once a second, and at a rate in all (R120).
    /// </summary>
    internal bool TryAsk(IPEndPoint to) => TryTake(_asks, to);

    /// <summary>The same for an entry to an unknown sender (R48), with a rate of its own: it needs no answer for its message.</summary>
    internal bool TryIntroduce(IPEndPoint to) => TryTake(_introductions, to);

    // Packets from other ports of a member's address do not keep the entry from the member.
    private bool TryTake(Shares<IPEndPoint> shares, IPEndPoint to)
    {
        if (context.IsLeaving || _entries.IsOpenTo(to, context.Now))
            return false;
        var asked = context.Roster.At(to) is null ? new IPEndPoint(to.Address, 0) : to;
        if (shares.TryTake(asked, Standing.Unproved, context.Now))
            return true;
        context.Counters.Withheld++;
        return false;
    }

    /// <summary>Holds a question whose answer was withheld, and sends an entry to its address.</summary>
    internal void AskBack(PacketHandler handler, in Packet packet, IPEndPoint from)
    {
        if (packet.Whole.Length > MaxHeldLength)
            return;
        byte[] question = packet.Whole.ToArray();
        AskBack(from, packet.Command, () =>
        {
            if (PacketReader.TryRead(question, out var held))
                handler.Handle(held, from);
        });
    }

    /// <summary>Holds an answer that was withheld, and sends an entry to its address.</summary>
    internal void AskBack(IPEndPoint to, Command command, Action send)
    {
        if (context.IsLeaving)
            return;
        _held.Add(to, command, send, context.Now);
        AskForEntry(to);
    }

    /// <summary>Sends an entry to an endpoint, which may answer it, unless one was sent there within the last second.</summary>
    internal void AskForEntry(IPEndPoint to)
    {
        if (TryAsk(to))
            context.PacketSender.SendEntry(to);
    }

    /// <summary>Sends the held answers to an endpoint, which has just answered.</summary>
    internal void Release(IPEndPoint to)
    {
        if (_held.IsEmpty)
            return;
        // A machine with two addresses is listed at one of them, and may ask from the other.
        _released = to;
        foreach (var send in _held.Take(to, context.Now))
            send();
        _released = null;
    }
}
