using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members;

/// <summary>The common scene of these tests: one member under test and one hand-driven peer on a network that takes no time.</summary>
internal sealed class MemberFixture
{
    internal const uint Entry = 0x01000001, AnswerEntry = 0x01000003, Absence = 0x01000004, Exit = 2;
    internal const uint Message = 0x20, Confirmed = 0x120, Sealed = 0x00100320;

    internal static readonly TextCodec Codec = new(Encoding.GetEncoding(932), Encoding.GetEncoding("gb18030"));

    internal MemberFixture(MemberSettings? settings = null)
    {
        Lan = new SimulatedLan(1, LanConditions.Perfect);
        Node = new SimulatedHost(Lan, At(1), settings ?? Settings());
        Peer = new ScriptedPeer(Lan, At(2));
    }

    internal SimulatedLan Lan { get; }

    internal SimulatedHost Node { get; }

    internal ScriptedPeer Peer { get; }

    internal MemberMachine Machine => Node.Machine;

    internal static MemberSettings Settings(EntryFlags capabilities = EntryFlags.CanUtf8, bool persists = false) =>
        new("alice", "ALICE-PC", Codec)
        {
            NickName = "Alice",
            GroupName = "Dev",
            Capabilities = capabilities,
            VersionText = "IpMsg for PowerShell",
            PersistsMessages = persists,
        };

    internal static IPEndPoint At(int host, int port = 2425) => new(new IPAddress([10, 0, (byte)(host >> 8), (byte)host]), port);

    internal ScriptedPeer AnotherPeer(int host, string user, int port = 2425) =>
        new(Lan, At(host, port)) { User = user, Host = user.ToUpperInvariant() + "-PC" };

    /// <summary>The peer says this to the node, and everything that follows at once happens.</summary>
    internal uint Receive(uint commandWord, string extra = "") => ReceiveFrom(Peer, commandWord, extra);

    internal uint ReceiveFrom(ScriptedPeer peer, uint commandWord, string extra = "")
    {
        uint number = peer.Say(Node.EndPoint, commandWord, extra);
        Lan.Run(0);
        return number;
    }

    /// <summary>Makes the peer known without an answer that tests would have to forget.</summary>
    internal void Meet(ScriptedPeer? peer = null, uint word = AnswerEntry) => ReceiveFrom(peer ?? Peer, word, (peer ?? Peer).User + "\0\0");

    /// <summary>The peer answers an entry of the node, which shows that it receives at its address (R117).</summary>
    internal void Reach(ScriptedPeer? peer = null)
    {
        Node.Do((machine, now) => machine.Introduce(now, (peer ?? Peer).EndPoint));
        Meet(peer);
        (peer ?? Peer).Forget();
    }

    internal Member Known(string user = "peer") => Machine.Members.Single(each => each.UserName == user);

    internal Delivery Send(string text, IPEndPoint? to = null) => Send(new OutgoingMessage(text), to ?? Peer.EndPoint).Single();

    internal IReadOnlyList<Delivery> Send(OutgoingMessage message, params IPEndPoint[] to)
    {
        var encodedMessage = Node.Do((machine, now) => machine.Compose(now, message, to));
        Node.Do((machine, now) => machine.Dispatch(now, encodedMessage.Deliveries));
        Lan.Run(0);
        return encodedMessage.Deliveries;
    }

    /// <summary>The peer confirms whatever it is sent, as clients do.</summary>
    internal void PeerConfirms() => Peer.Reacts = packet =>
    {
        if (packet.Command == Command.SendMessage && (packet.Flags & 0x100) != 0)
            Peer.Say(Node.EndPoint, 0x21, packet.NumberText + "\0");
    };

    internal IReadOnlyList<string> Texts => [.. Machine.Inbox.Waiting.Select(each => each.Text)];

    internal int Count<T>() where T : MemberEvent => Node.Told.Count(each => each.Event is T);

    /// <summary>How often a delivery is reported to be opened or thrown away.</summary>
    internal int ReadReports =>
        Node.Told.Count(each => each.Event is DeliveryChanged { Change: DeliveryChange.Opened or DeliveryChange.Discarded });
}
