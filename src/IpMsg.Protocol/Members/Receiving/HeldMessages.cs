using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Shows the messages of a member of ours in their order (R118). A confirmed message is held while the message before it is missing, for
/// <see cref="MaxMs"/> at most: its sender gives up by then. What is held is bounded; beyond that a message is shown at once.
/// </summary>
/// <param name="context">The member.</param>
/// <param name="inbox">Its inbox.</param>
/// <param name="show">Shows a message; true when it comes behind messages that have arrived later.</param>
internal sealed class HeldMessages(MemberContext context, Inbox inbox, Action<IncomingMessage, bool> show)
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
        if (TryHold(message))
            return;
        var sender = SenderOf(message.From);
        bool isBehind = ShowEarlier(sender, message) || message.Before is not null;
        Show(sender, message, isBehind);
    }

    /// <summary>Holds a message when the one before it has not come. False when there is nothing to wait for, or no room.</summary>
    internal bool TryHold(IncomingMessage message)
    {
        if (message.Before is not { } before || SenderOf(message.From) is not { HeldCount: < MaxPerSender } sender || sender.Has(before))
            return false;
        sender.Hold(message);
        return true;
    }

    /// <summary>
    /// Holds a message that an earlier process has received moments ago, when the one before it has not come: that is still repeated.
    /// Shows those of the same sender that follow. False for a message that nothing holds up.
    /// </summary>
    internal bool TryHoldRestored(IncomingMessage message)
    {
        var sender = SenderOf(message.From);
        bool mayWait = IsRecent(message) || message.Before is { } before && sender.Holds(before);
        bool isHeld = mayWait && TryHold(message);
        sender.HeldRestored |= isHeld;
        if (!sender.HeldRestored)
            return false;
        inbox.Reserve(message);
        if (isHeld)
            return true;
        // What was held of a sender is shown behind all that is restored otherwise, and so is what follows it.
        ShowEarlier(sender, message);
        Show(sender, message, isBehind: true);
        return true;
    }

    /// <summary>Notes a message that an earlier process has received and this one has shown.</summary>
    internal void OnRestored(IncomingMessage message)
    {
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
        if (sender.Has(number) || sender.Holds(number))
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
            Show(sender, next, isBehind: true);
    }

    // A message that names none left when all before it were confirmed or given up. What is held of those waits for nothing.
    private bool ShowEarlier(Sender sender, IncomingMessage message) =>
        message.Before is null && ShowUntil(sender, message.Number - 1);

    private bool ShowUntil(Sender sender, uint last)
    {
        bool isAny = false;
        while (sender.Take(onlyReady: false, last + 1) is { } earlier)
        {
            Show(sender, earlier, isBehind: true);
            isAny = true;
        }
        return isAny;
    }

    private void Show(Sender sender, IncomingMessage message, bool isBehind)
    {
        sender.Note(message.Number);
        show(message, isBehind);
        ShowReady(sender);
    }

    private void ShowReady(Sender sender)
    {
        while (sender.Take(onlyReady: true) is { } next)
        {
            sender.Note(next.Number);
            show(next, true);
        }
        if (sender.HeldCount == 0)
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
        return _senders[from] = new Sender(this, context);
    }

    /// <summary>The last messages of a sender. The timer fires when a held message was held long enough.</summary>
    private sealed class Sender(HeldMessages owner, MemberContext context) : ProtocolTimer
    {
        private readonly uint[] _shown = new uint[MaxPerSender];
        private readonly List<(IncomingMessage Message, long DueAt)> _held = [];
        private int _count;

        /// <summary>True when a message of an earlier process was held.</summary>
        internal bool HeldRestored { get; set; }

        internal int HeldCount => _held.Count;

        internal void Note(uint number) => _shown[_count++ % MaxPerSender] = number;

        internal bool Has(uint number) => Array.IndexOf(_shown, number, 0, Math.Min(_count, MaxPerSender)) >= 0;

        internal bool Holds(uint number) => _held.Exists(each => each.Message.Number == number);

        internal void Hold(IncomingMessage message)
        {
            _held.Add((message, context.Now.Milliseconds + MaxMs));
            if (_held.Count == 1)
                context.SetTimer(this, MaxMs);
        }

        /// <summary>
        /// Takes the first held message, or the first whose message before it was shown. The numbers of a member of ours rise (R12).
        /// </summary>
        /// <param name="onlyReady">True for one whose message before it was shown.</param>
        /// <param name="below">A number above that of the message; null for any.</param>
        internal IncomingMessage? Take(bool onlyReady, uint? below = null)
        {
            int first = -1;
            for (int i = 0; i < _held.Count; i++)
            {
                var each = _held[i].Message;
                bool isWanted = (!onlyReady || Has(each.Before!.Value)) && (below is null || IsBefore(each.Number, below.Value));
                if (isWanted && (first < 0 || IsBefore(each.Number, _held[first].Message.Number)))
                    first = i;
            }
            if (first < 0)
                return null;
            var message = _held[first].Message;
            _held.RemoveAt(first);
            return message;
        }

        // Those before a message that was held long enough are shown with it; those behind it may still get the one before them.
        internal override void OnExpired()
        {
            while (_held.Count > 0 && _held[0].DueAt <= context.Now.Milliseconds)
                owner.ShowUntil(this, _held[0].Message.Number);
            if (_held.Count > 0)
                context.SetTimer(this, _held[0].DueAt - context.Now.Milliseconds);
        }

        private static bool IsBefore(uint number, uint other) => (int)(number - other) < 0;
    }
}
