using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// Answers that wait until their address has answered an entry (R117). Each address has one place for each command. The oldest one goes
/// when all places are taken: its member repeats the question, and is known to answer by then.
/// </summary>
internal sealed class HeldAnswers
{
    /// <summary>The maximum number of held answers.</summary>
    internal const int Capacity = 1_024;

    private const int MaxHeldMs = 6_000;
    private static readonly Command[] s_commands =
    [
        Command.GetInfo, Command.GetAbsenceInfo, Command.GetList, Command.GetPublicKey, Command.SendMessage,
        Command.DirPoll, Command.AnswerListDict, Command.AnswerList,
    ];

    private readonly Dictionary<(IPEndPoint, Command), (long At, Action Send)> _held = [];
    private readonly Queue<(IPEndPoint, Command)> _order = [];

    internal bool IsEmpty => _held.Count == 0;

    /// <summary>Holds the answer to a command; a later one replaces an earlier one.</summary>
    internal void Add(IPEndPoint to, Command command, Action send, Moment now)
    {
        var key = (to, command);
        if (!_held.ContainsKey(key))
        {
            if (_order.Count >= Capacity)
                _held.Remove(_order.Dequeue());
            _order.Enqueue(key);
        }
        _held[key] = (now.Milliseconds, send);
    }

    /// <summary>Removes and returns the answers to an endpoint, which are some seconds old at most.</summary>
    internal List<Action> Take(IPEndPoint to, Moment now)
    {
        var taken = new List<Action>();
        foreach (var command in s_commands)
        {
            if (!_held.TryGetValue((to, command), out var held))
                continue;
            _held.Remove((to, command));
            if (now.Milliseconds - held.At < MaxHeldMs)
                taken.Add(held.Send);
        }
        return taken;
    }
}
