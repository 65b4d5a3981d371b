using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Puts messages that an earlier process has received into the order in which it would have shown them: each behind the one that it names,
/// when that waits too (R118). A disk has them in the order in which they came, and a lost one came later.
/// </summary>
internal sealed class RestoredOrder
{
    private readonly List<IncomingMessage> _ordered = [];
    private readonly HashSet<(IPEndPoint From, uint Number)> _missing = [];
    private readonly Dictionary<IPEndPoint, List<IncomingMessage>> _held = [];

    private RestoredOrder(IReadOnlyList<IncomingMessage> messages)
    {
        foreach (var message in messages)
            _missing.Add((message.From, message.Number));
        foreach (var message in messages)
            Add(message);
        // They name each other, which no member of ours does.
        foreach (var held in _held.Values)
        {
            while (Next(held, onlyReady: false) is { } first)
                Show(first);
        }
    }

    /// <summary>Orders messages.</summary>
    /// <param name="messages">The messages in the order of their arrival.</param>
    internal static IReadOnlyList<IncomingMessage> Of(IReadOnlyList<IncomingMessage> messages) => new RestoredOrder(messages)._ordered;

    private void Add(IncomingMessage message)
    {
        if (IsReady(message))
        {
            Show(message);
            return;
        }
        if (!_held.TryGetValue(message.From, out var held))
            _held[message.From] = held = [];
        if (held.Count < HeldMessages.MaxPerSender)
            held.Add(message);
        else
            Show(message);
    }

    private void Show(IncomingMessage message)
    {
        _missing.Remove((message.From, message.Number));
        _ordered.Add(message);
        if (!_held.TryGetValue(message.From, out var held))
            return;
        while (Next(held, onlyReady: true) is { } next)
        {
            _missing.Remove((next.From, next.Number));
            _ordered.Add(next);
        }
    }

    // Also for a message that names itself.
    private bool IsReady(IncomingMessage message) =>
        message.Before is not { } before || before == message.Number || !_missing.Contains((message.From, before));

    private IncomingMessage? Next(List<IncomingMessage> held, bool onlyReady)
    {
        IncomingMessage? first = null;
        foreach (var each in held)
        {
            if ((!onlyReady || IsReady(each)) && (first is null || (int)(each.Number - first.Number) < 0))
                first = each;
        }
        if (first is not null)
            held.Remove(first);
        return first;
    }
}
