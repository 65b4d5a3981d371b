using System;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Places;

/// <summary>Bob's machine knows Alice and her key; Mallory has an address of her own and can send whatever she likes.</summary>
internal sealed class PlaceFixture
{
    internal PlaceFixture(LanConditions? conditions = null, ulong seed = 7)
    {
        Base = new EncryptionFixture(seed: seed, conditions: conditions);
        Mallory = new ScriptedPeer(Base.Lan, MemberFixture.At(66)) { User = AliceName, Host = "ALICE-PC" };
    }

    internal static string AliceName { get; } = FingerprintName.Of("alice", TestKeys.Alice.Public);

    internal EncryptionFixture Base { get; }

    internal SimulatedLan Lan => Base.Lan;

    internal SimulatedHost Bob => Base.Node;

    /// <summary>Says in Alice's name what Mallory likes.</summary>
    internal ScriptedPeer Mallory { get; }

    internal Member Alice => Base.Machine.Members.Single(each => each.UserName == AliceName);

    internal bool HasAlice => Base.Machine.Members.Any(each => each.UserName == AliceName);

    /// <summary>Alice with another client, whose key is pinned.</summary>
    internal EncryptionPeer Other(int host = 2)
    {
        var alice = new EncryptionPeer(Base, host, "alice", TestKeys.OfAlice).Enters();
        Pin(alice.EndPoint);
        return alice;
    }

    /// <summary>Alice with a client of ours, whose key is pinned.</summary>
    internal SimulatedHost Ours(int host = 2)
    {
        var alice = Enters(host);
        Pin(alice.EndPoint);
        return alice;
    }

    /// <summary>A client of ours in Alice's name enters.</summary>
    internal SimulatedHost Enters(int host)
    {
        var alice = Base.Host(host, "alice", TestKeys.OfAlice);
        alice.Do((machine, now) => machine.Announce(now));
        Lan.Run(600);
        return alice;
    }

    /// <summary>The same client of another maker at another address.</summary>
    internal EncryptionPeer At(int host) => new(Base, host, "alice", TestKeys.OfAlice);

    internal void MalloryEnters(bool asOurs = true, uint word = (uint)EncryptionPeer.Encrypting | 1)
    {
        string line = "Alice\0\0\nUN:" + AliceName + "\nHN:ALICE-PC\nNN:Alice\nGN:\nPF:1";
        Mallory.Say(Bob.EndPoint, word, asOurs ? line : "Mallory\0\0");
        Lan.Run(0);
    }

    internal void IsAt(IPEndPoint endPoint, bool isUnproved = false) =>
        Assert.Equal((endPoint, isUnproved), (Alice.EndPoint, Alice.IsAddressUnproved));

    internal Delivery Send(string text, IPEndPoint? to = null, EncryptionPolicy? policy = null) =>
        Base.Send(text, to ?? Alice.EndPoint, policy);

    /// <summary>What Mallory was sent apart from entries, answers to them, and challenges.</summary>
    internal ReceivedPacket[] Stolen() => [.. Mallory.Received.Where(
        each => each.Command is not (Command.Entry or Command.AnswerEntry or Command.NoOperation or Command.GetPublicKey))];

    internal ReceivedPacket[] Challenges() => [.. Mallory.Received.Where(IsChallenge)];

    internal static bool IsChallenge(ReceivedPacket packet) =>
        packet.Command == Command.NoOperation && packet.Extra.Contains("\nPA:", StringComparison.Ordinal);

    internal static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private void Pin(IPEndPoint alice)
    {
        Assert.Equal(DeliveryStatus.Confirmed, Base.Send("first", alice).Status);
        Assert.NotNull(Base.Known());
        Lan.Run(60_000);
    }
}
