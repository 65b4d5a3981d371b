using System;
using System.Security.Cryptography;
using System.Threading;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <content>Encrypting and decrypting, which takes milliseconds and so neither the gate nor the receive loop.</content>
public sealed partial class MemberNode
{
    private void Seal(SealOrder order) => ThreadPool.QueueUserWorkItem(_ => OnOwnThread(() =>
    {
        byte[] sessionKey = new byte[order.Suite.SessionKeyLength];
        using (var random = RandomNumberGenerator.Create())
            random.GetBytes(sessionKey);
        var envelope = order.Seal(Settings.Keys!, sessionKey);
        Array.Clear(sessionKey, 0, sessionKey.Length);
        Hear(machine => machine.Sealed(NodeClock.Now, order, envelope));
    }));

    private void Unseal(SealedArrival arrival)
    {
        if (_unseals.Add(arrival) is { } turnedAway)
            Hear(machine => machine.TurnedAway(NodeClock.Now, turnedAway));
    }

    private void Open(SealedArrival arrival) => OnOwnThread(() =>
    {
        var opened = arrival.Open(Settings.Keys!, Settings.AllowsWeakCiphers);
        Hear(machine => machine.Opened(NodeClock.Now, arrival, opened));
    });

    private void Hear(Action<MemberMachine> word)
    {
        lock (_gate)
        {
            if (_state is not (NodeState.Running or NodeState.Stopping))
                return;
            word(_machine);
        }
        Settle();
    }
}
