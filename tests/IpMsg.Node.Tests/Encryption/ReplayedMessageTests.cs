using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Threading;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Recorded encrypted messages are sent again to nodes that keep their messages in memory only (R116).</summary>
public sealed class ReplayedMessageTests : IDisposable
{
    private const uint Signed = 0x41900004, Unsigned = 0x01900004, Message = 0x00C00120;

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(30);
    private static readonly PrivateKey s_alice = PrivateKey.Generate(2048);

    private readonly TemporaryFolder _folder = new();
    private readonly List<MemberNode> _nodes = [];
    private uint _number = 1_800_000_000;

    public void Dispose()
    {
        _nodes.ForEach(each => each.Stop());
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Signed)]
    [InlineData(Unsigned)]
    [Rule(116)]
    public void R116_a_message_is_shown_once_over_all_restarts(uint suite)
    {
        var node = Start();
        byte[] recorded = Encrypt(node, "once", suite, "ALICE-PC");
        Assert.Equal(["once"], Receive(node, recorded));
        for (int i = 0; i < 3; i++)
        {
            node.Stop();
            node = Start();
            Assert.Empty(Receive(node, recorded));
            Assert.Empty(Receive(node, Renamed(recorded, "HOST-" + i)));
        }
    }

    [Theory]
    [InlineData(Signed)]
    [InlineData(Unsigned)]
    [Rule(116)]
    public void R116_a_message_that_one_session_has_shown_is_not_shown_by_another_one(uint suite)
    {
        MemberNode first = Start(), second = Start();
        byte[] recorded = Encrypt(first, "once", suite, "ALICE-PC");
        Assert.Equal(["once"], Receive(first, recorded));
        first.Stop();
        Assert.Empty(Receive(second, recorded));
        Assert.Empty(Receive(second, Renamed(recorded, "HOST-1")));
    }

    private MemberNode Start()
    {
        var node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Parse("127.0.0.3"),
            Port = 0,
            UserName = "bob",
            HostName = "BOB-PC",
            KeyPath = _folder["keys"],
            IsSilent = true,
        });
        _nodes.Add(node);
        node.Keys.Pin(new KnownKey("alice", "ALICE-PC", s_alice.Public, (Capabilities)Signed, DateTimeOffset.UtcNow, IPAddress.Loopback));
        return node;
    }

    // What the node shows of the datagram. Messages of one address are decrypted in order, so another one behind it shows the end.
    private List<string> Receive(MemberNode node, byte[] datagram)
    {
        var from = new IPEndPoint(IPAddress.Parse("127.0.0.9"), 2425);
        node.Receive(datagram, from);
        node.Receive(Encrypt(node, "end", Unsigned, "END-PC"), from);
        var texts = new List<string>();
        Assert.True(SpinWait.SpinUntil(() =>
        {
            while (node.Inbox.Receive() is { } message)
                texts.Add(message.Text);
            return texts.Contains("end");
        }, s_maxWait));
        texts.Remove("end");
        return texts;
    }

    private byte[] Encrypt(MemberNode node, string text, uint flags, string host)
    {
        Assert.True(CipherSuite.TryRead((Capabilities)flags, out var suite));
        byte[] plaintext = Encoding.UTF8.GetBytes(text + "\0"), sessionKey = new byte[suite.SessionKeyLength];
        byte[]? signature = suite.IsSigned ? EnvelopeSignature.Make(plaintext, suite, s_alice) : null;
        uint number = _number++;
        var envelope = EnvelopeEncryptor.Encrypt(plaintext, number, suite, node.Settings.Keys!.Usual!.Public, sessionKey, signature)!;
        byte[] buffer = new byte[4096];
        var writer = new PacketWriter(buffer);
        writer.Header(number, "alice"u8, Encoding.ASCII.GetBytes(host), Message);
        envelope.Write(ref writer);
        writer.Nul();
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    private static byte[] Renamed(byte[] datagram, string host) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(datagram).Replace(":ALICE-PC:", ":" + host + ":", StringComparison.Ordinal));
}
