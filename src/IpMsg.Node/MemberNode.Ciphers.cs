using System;
using System.Security.Cryptography;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <content>Encrypting and decrypting, which takes milliseconds and so neither the gate nor the receive loop.</content>
public sealed partial class MemberNode
{
    private void Encrypt(EncryptionJob job) => ThreadPool.QueueUserWorkItem(_ => OnOwnThread(() =>
    {
        byte[] sessionKey = new byte[job.Suite.SessionKeyLength];
        using (var random = RandomNumberGenerator.Create())
            random.GetBytes(sessionKey);
        var envelope = job.Encrypt(Settings.Keys!, sessionKey);
        Array.Clear(sessionKey, 0, sessionKey.Length);
        Hear(machine => machine.CompleteEncryption(NodeClock.Now, job, envelope));
    }));

    private void EnqueueDecryption(EncryptedArrival arrival)
    {
        if (_unseals.Add(arrival) is { } turnedAway)
            Hear(machine => machine.DropEncrypted(NodeClock.Now, turnedAway));
    }

    private void Open(EncryptedArrival arrival) => OnOwnThread(() =>
    {
        var decrypted = arrival.Decrypt(Settings.Keys!, Settings.AllowsWeakCiphers);
        Hear(machine => machine.CompleteDecryption(NodeClock.Now, arrival, decrypted));
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
