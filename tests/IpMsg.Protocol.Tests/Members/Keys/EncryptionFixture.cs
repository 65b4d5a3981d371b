using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>A member with keys on a network that takes no time, and everything that was ever on the wire.</summary>
internal sealed class EncryptionFixture
{
    /// <summary>A key that belongs to nobody.</summary>
    internal static readonly PrivateKey Stranger = PrivateKey.Generate(2048);

    private readonly bool _prefersIpDict;

    internal EncryptionFixture(OwnKeys? keys = null, EncryptionPolicy policy = EncryptionPolicy.Auto, bool allowsWeak = false,
        ulong seed = 7, LanConditions? conditions = null, bool persists = false, bool prefersIpDict = false)
    {
        Lan = new SimulatedLan(seed, conditions ?? LanConditions.Perfect) { Tap = (_, _, datagram) => Wire.Add(datagram) };
        Lan.Trace.Remembers = 40;
        Keys = keys ?? TestKeys.OfBob;
        _prefersIpDict = prefersIpDict;
        Node = Host(1, "bob", Keys, policy, allowsWeak, persists: persists);
    }

    internal SimulatedLan Lan { get; }

    internal OwnKeys Keys { get; }

    internal SimulatedHost Node { get; }

    internal MemberMachine Machine => Node.Machine;

    internal List<byte[]> Wire { get; } = [];

    internal IReadOnlyList<string> Texts => [.. Machine.Inbox.Waiting.Select(each => each.Text)];

    internal SimulatedHost Host(int number, string name, OwnKeys? keys, EncryptionPolicy policy = EncryptionPolicy.Auto,
        bool allowsWeak = false, bool hasFingerprint = true, bool persists = false)
    {
        string user = hasFingerprint && keys?.Usual is { } usual ? FingerprintName.Of(name, usual.Public) : name;
        return new SimulatedHost(Lan, MemberFixture.At(number),
            new MemberSettings(user, name.ToUpperInvariant() + "-PC", MemberFixture.Codec)
            {
                NickName = name,
                Capabilities = EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles,
                Keys = keys,
                Encryption = policy,
                AllowsWeakCiphers = allowsWeak,
                PersistsMessages = persists,
                PrefersIpDict = _prefersIpDict,
            }, (ulong)number);
    }

    /// <summary>Alice with her key, known to the node as a member.</summary>
    internal EncryptionPeer Alice(EntryFlags flags = EncryptionPeer.Encrypting, bool hasFingerprint = true) =>
        new EncryptionPeer(this, 2, "alice", TestKeys.OfAlice, hasFingerprint).Enters(flags);

    internal Delivery Send(string text, IPEndPoint to, EncryptionPolicy? policy = null, long wait = 20_000) =>
        Send(new OutgoingMessage(text) { Encryption = policy }, [to], wait)[0];

    internal IReadOnlyList<Delivery> Send(OutgoingMessage message, IPEndPoint[] to, long wait = 20_000)
    {
        var encodedMessage = Node.Do((machine, now) => machine.Compose(now, message, to));
        Assert.Empty(encodedMessage.TooLongFor);
        Again(wait, [.. encodedMessage.Deliveries]);
        return encodedMessage.Deliveries;
    }

    internal void Again(long wait, params Delivery[] deliveries)
    {
        Node.Do((machine, now) => machine.Dispatch(now, deliveries));
        Lan.Run(wait);
    }

    internal KnownKey? Known(string user = "alice", string host = "ALICE-PC") => Machine.KnownKeyOf(user, host);

    internal bool Forget(string user = "alice", string host = "ALICE-PC") => Node.Do((machine, now) => machine.ForgetKey(now, user, host));

    /// <summary>Says that a text was never to be seen, in no form in which a wire may carry it.</summary>
    internal void NeverSaid(string secret)
    {
        foreach (string form in Forms(Encoding.UTF8.GetBytes(secret)))
        {
            foreach (byte[] datagram in Wire)
                Assert.DoesNotContain(form, Encoding.Latin1.GetString(datagram), StringComparison.OrdinalIgnoreCase);
        }
    }

    internal static void Confirmed(IEnumerable<Delivery> deliveries) =>
        Assert.Empty(deliveries.Where(each => each.Status != DeliveryStatus.Confirmed)
            .Select(each => each.Message.Text + ": " + each.Status + ", " + each.Refusal + ", " + each.Reason).Take(3));

    internal static void Refused(Delivery delivery, DeliveryRefusal refusal)
    {
        var status = refusal == DeliveryRefusal.NoKey ? DeliveryStatus.Unconfirmed : DeliveryStatus.Refused;
        Assert.Equal((status, refusal), (delivery.Status, delivery.Refusal));
        Assert.False(string.IsNullOrEmpty(delivery.Reason));
        Assert.Equal(0, delivery.Attempts);
    }

    // Base64 by every place that the secret may have within three bytes, without the ends that depend on its neighbours.
    private static IEnumerable<string> Forms(byte[] secret)
    {
        yield return Encoding.Latin1.GetString(secret);
        yield return Convert.ToHexString(secret);
        for (int shift = 0; shift < 3; shift++)
        {
            string text = Convert.ToBase64String([.. new byte[shift], .. secret]);
            yield return text[4..^4];
        }
    }
}
