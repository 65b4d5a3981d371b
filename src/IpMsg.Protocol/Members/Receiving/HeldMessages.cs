using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Shows the messages of a member of ours in their order (R118). A confirmed message is held while the message before it is missing, for
/// <see cref="MaxMs"/> at most: its sender gives up by then. What is held is bounded; beyond that a message is shown at once.
/// </summary>
internal sealed class HeldMessages(MemberContext context, Inbox inbox, Action<IncomingMessage> show)
{
    /// <summary>The longest time that a message is held, in milliseconds. The repetitions of the one before end earlier (R44).</summary>
    internal const int MaxMs = 10_000;

    /// <summary>The maximum number of messages held for one sender: twice the window of a sender.</summary>
    internal const int MaxPerSender = 64;

    /// <summary>The maximum number of senders.</summary>
    internal const int MaxSenders = 4_096;

    private readonly Dictionary<IPEndPoint, Sender> _senders = [];
    private readonly Queue<IPEndPoint> _order = new();

    /// <summary>Shows a message that asks for a proof and is kept, and what was held behind it; or holds it.</summary>
    internal void Add(IncomingMessage message)
    {
        if (!TryHold(message))
            Show(SenderOf(message.From), message);
    }

    /// <summary>Holds a message when the one before it has not come. False when there is nothing to wait for, or no room.</summary>
    internal bool TryHold(IncomingMessage message)
    {
        if (message.Before is not { } before || SenderOf(message.From) is not { Held.Count: < MaxPerSender } sender || sender.Has(before))
            return false;
        sender.Held.Add(message);
        if (sender.DueAt == Moment.Never)
            context.SetTimer(sender, MaxMs);
        return true;
    }

    /// <summary>
    /// Holds a message that an earlier process has received moments ago, when the one before it has not come: that is still repeated.
    /// </summary>
    internal bool TryHoldRestored(IncomingMessage message)
    {
        bool isHeld = IsRecent(message) && TryHold(message);
        if (isHeld)
            inbox.Reserve(message);
        return isHeld;
    }

    /// <summary>Notes a message that an earlier process has received and this one has shown.</summary>
    internal void OnRestored(IncomingMessage message)
    {
        if (!IsRecent(message))
            return;
        var sender = SenderOf(message.From);
        sender.Note(message.Number);
        ShowReady(sender);
    }

    /// <summary>
    /// A message was repeated. It may have been shown before the numbers that are remembered here, such as by an earlier process; those
    /// behind it do not wait for it.
    /// </summary>
    internal void OnRepeated(in Packet packet, IPEndPoint from)
    {
        if (!MessageProof.IsAskedFor(packet) || !PacketNumber.TryRead(packet.Number, out uint number))
            return;
        var sender = SenderOf(from);
        if (sender.Has(number) || sender.Held.Exists(each => each.Number == number))
            return;
        sender.Note(number);
        ShowReady(sender);
    }

    /// <summary>Shows all messages that are held.</summary>
    internal void Flush()
    {
        foreach (var sender in _senders.Values)
            Flush(sender);
    }

    private bool IsRecent(IncomingMessage message) => (context.Now.Wall - message.ReceivedAt).Duration().TotalMilliseconds < MaxMs;

    private void Flush(Sender sender)
    {
        while (sender.Take(onlyReady: false) is { } next)
            Show(sender, next);
    }

    private void Show(Sender sender, IncomingMessage message)
    {
        sender.Note(message.Number);
        show(message);
        ShowReady(sender);
    }

    private void ShowReady(Sender sender)
    {
        while (sender.Take(onlyReady: true) is { } next)
        {
            sender.Note(next.Number);
            show(next);
        }
        if (sender.Held.Count == 0)
            TimerQueue.Clear(sender);
    }

    private Sender SenderOf(IPEndPoint from)
    {
        if (_senders.TryGetValue(from, out var sender))
            return sender;
        if (_order.Count >= MaxSenders)
        {
            var oldest = _order.Dequeue();
            Flush(_senders[oldest]);
            _senders.Remove(oldest);
        }
        _order.Enqueue(from);
        return _senders[from] = new Sender(this);
    }

    /// <summary>The last messages of a sender. The timer fires when the oldest held message was held long enough.</summary>
    private sealed class Sender(HeldMessages owner) : ProtocolTimer
    {
        private readonly uint[] _shown = new uint[MaxPerSender];
        private int _count;

        internal List<IncomingMessage> Held { get; } = [];

        internal void Note(uint number) => _shown[_count++ % MaxPerSender] = number;

        internal bool Has(uint number) => Array.IndexOf(_shown, number, 0, Math.Min(_count, MaxPerSender)) >= 0;

        /// <summary>
        /// Takes the first held message, or the first whose message before it was shown. The numbers of a member of ours rise (R12).
        /// </summary>
        internal IncomingMessage? Take(bool onlyReady)
        {
            IncomingMessage? first = null;
            foreach (var each in Held)
            {
                if ((!onlyReady || Has(each.Before!.Value)) && (first is null || (int)(each.Number - first.Number) < 0))
                    first = each;
            }
            if (first is not null)
                Held.Remove(first);
            return first;
        }

        internal override void OnExpired() => owner.Flush(this);
    }
}
