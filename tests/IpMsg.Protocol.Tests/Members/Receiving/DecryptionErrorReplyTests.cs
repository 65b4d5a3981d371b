using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Encrypted messages that cannot be decrypted, and their error replies.</summary>
public sealed class DecryptionErrorReplyTests
{
    private readonly EncryptionFixture _fixture = new();

    private const uint Complaint = 139296;

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("41900004")]
    [InlineData("41900004:AAAA:AAAA:AAAA")]
    [InlineData("41900004:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAA==:AAAA")]
    [InlineData("0:AAAA:AAAA")]
    [InlineData("zz:AAAA:AAAA")]
    [Rule(70)]
    public void R70_garbage_is_not_confirmed_and_is_complained_of_once(string body)
    {
        var alice = _fixture.Alice();
        string number = alice.Sends(body);
        for (int i = 0; i < 20; i++)
            alice.Sends(body, number: number);
        Assert.Empty(_fixture.Texts);
        Assert.Empty(alice.Wire.All(Command.ReceiveMessage));
        var complaint = Assert.Single(alice.Messages);
        Assert.Equal(Complaint, complaint.CommandWord);
        Assert.Contains("(DecryptErr)", complaint.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Rule(70)]
    public void R70_all_failures_look_alike()
    {
        var alice = _fixture.Alice();
        string good = alice.Encrypt("hello\0");
        string[] fields = good.Split(':');
        string[] bodies =
        [
            "garbage",
            string.Join(':', fields[0], Changed(fields[1]), fields[2], fields[3]),
            string.Join(':', fields[0], fields[1], Changed(fields[2], atEnd: true), fields[3]),
            string.Join(':', fields[0], fields[1], fields[2]),
            string.Join(':', "1820002", fields[1], fields[2]),
            string.Join(':', "41900008", fields[1], fields[2], fields[3]),
        ];
        foreach (string body in bodies)
            alice.Sends(body);
        Assert.Equal(bodies.Length, alice.Messages.Count);
        Assert.Single(alice.Messages.Select(each => (each.CommandWord, each.Body, each.Bytes.Length)).Distinct());
        Assert.Empty(alice.Wire.All(Command.ReceiveMessage));
    }

    [Theory]
    [InlineData(EncryptionPeer.Encrypted | 0x2000)]
    [InlineData(EncryptionPeer.Encrypted | 0x400)]
    [Rule(70)]
    public void R70_what_a_program_or_a_broadcast_says_is_never_complained_of(uint word)
    {
        var alice = _fixture.Alice();
        alice.Sends("garbage", word);
        Assert.Empty(alice.Wire.Received);
        Assert.Empty(_fixture.Texts);
    }

    [Fact]
    [Rule(70)]
    public void R70_two_members_that_cannot_decrypt_each_other_exchange_one_error_reply_each()
    {
        var alice = _fixture.Host(2, "alice", TestKeys.OfAlice);
        foreach (var host in new[] { _fixture.Node, alice })
            host.Do((machine, now) => machine.Announce(now));
        _fixture.Lan.Run(30_000);
        _fixture.Wire.Clear();
        byte[] undecryptable = Encoding.ASCII.GetBytes($"1:77:x:X-PC:{EncryptionPeer.Encrypted}:garbage\0");
        _fixture.Lan.Forge(alice.EndPoint, _fixture.Node.EndPoint, undecryptable);
        _fixture.Lan.Forge(_fixture.Node.EndPoint, alice.EndPoint, undecryptable);
        _fixture.Lan.Run(600_000);
        var replies = _fixture.Wire.Select(Encoding.ASCII.GetString).Where(each => each.Contains("(DecryptErr)", StringComparison.Ordinal));
        Assert.Equal(["ALICE-PC", "BOB-PC"], replies.Select(each => each.Split(':')[3]).Order(StringComparer.Ordinal));
        Assert.Equal(2, _fixture.Wire.Count);
    }

    [Fact]
    [Rule(71)]
    public void R71_a_promised_signature_that_is_missing_is_a_failure()
    {
        var alice = _fixture.Alice();
        string unsigned = alice.Encrypt("hello\0", 0x1900004);
        alice.Sends("41900004" + unsigned[unsigned.IndexOf(':', StringComparison.Ordinal)..]);
        Assert.Empty(_fixture.Texts);
        Assert.Equal(Complaint, Assert.Single(alice.Messages).CommandWord);
    }

    private static string Changed(string base64, bool atEnd = false)
    {
        byte[] bytes = Convert.FromBase64String(base64);
        bytes[atEnd ? bytes.Length - 1 : 3] ^= 0x40;
        return Convert.ToBase64String(bytes);
    }
}
