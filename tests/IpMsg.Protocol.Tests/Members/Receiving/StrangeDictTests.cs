using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Signed dictionaries with values that no client should write.</summary>
public sealed class StrangeDictTests
{
    private readonly EncryptionFixture _fixture = new();
    private readonly EncryptionPeer _alice;

    public StrangeDictTests()
    {
        _alice = _fixture.Alice();
        _fixture.Send("first", _alice.EndPoint);
    }

    private IncomingMessage Last => _fixture.Machine.Inbox.Waiting.Last();

    [Theory]
    [InlineData(0xFF)]
    [InlineData(':')]
    [InlineData(0x07)]
    [Rule(74, 103)]
    public void R74_R103_a_name_that_grows_when_it_is_read_cuts_no_list_behind_it(byte each)
    {
        byte[] bad = [.. Enumerable.Repeat(each, 2_000)];
        byte[] name = new IpDictWriter().Set("UID"u8, (ReadOnlySpan<byte>)bad.AsSpan(0, 40)).Set("HID"u8, "PC").ContentToArray();
        byte[] carol = new IpDictWriter().Set("UID"u8, "carol").Set("HID"u8, "CAROL-PC").ContentToArray();
        _alice.SendsDict(_alice.Dictionary("look", 1700000040, 0x00E00120)
            .SetList("FILE"u8, [File(1, bad), File(3, bad), File(4, bad), File(2, Encoding.ASCII.GetBytes("a.txt"))])
            .SetList("TLST"u8, [name, carol]));
        Assert.Equal(("look", SignatureStatus.Valid), (Last.Text, Last.Envelope!.Signature));
        Assert.Equal("a.txt", Last.Attachments.Single(file => file.Id == 2).Name);
        Assert.Contains("carol", Last.Recipients.Select(recipient => recipient.User));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no version")]
    [InlineData(null)]
    [Rule(103)]
    public void R103_a_message_without_a_version_of_its_client_is_a_message(string? version)
    {
        var dict = _alice.Dictionary("hello", 1700000041);
        if (version is null)
            dict.Remove("CVER"u8);
        else
            dict.Set("CVER"u8, version);
        _alice.SendsDict(dict);
        Assert.Equal(("hello", true), (Last.Text, Last.IsConfirmed));
    }

    private static byte[] File(int id, byte[] name) => new IpDictWriter()
        .Set("FI"u8, id).Set("FN"u8, name).Set("FS"u8, 5).Set("MT"u8, 0).Set("FA"u8, 1).ContentToArray();
}
