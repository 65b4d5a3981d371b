using System;
using System.Net;
using System.Text;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Keys;

/// <summary>Whatever happens to a file of keys, it is read as one of them or as none; nothing is thrown.</summary>
public sealed class DamagedKeyFileTests
{
    private const int Count = 3_000;

    private static readonly PrivateKey s_key = PrivateKey.Generate(1024);

    [Fact]
    public void Own_keys()
    {
        byte[] whole = OwnKeyFile.Write(s_key);
        for (int length = 0; length < whole.Length - 2; length++)
            Assert.Null(OwnKeyFile.Read(whole[..length]));
        var mutator = new DatagramMutator(4, [whole]);
        for (int index = 0; index < Count; index++)
        {
            if (OwnKeyFile.Read(mutator.Make(index).ToArray()) is { } read)
                Assert.Equal(s_key.Public, read.Public);
        }
    }

    [Fact]
    public void Known_keys()
    {
        var known = new KnownKey("bob", "BOB-PC", s_key.Public, Capabilities.Rsa1024,
            new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), IPAddress.Loopback)
        {
            Differing = PrivateKey.Generate(512).Public,
            DifferedAt = DateTimeOffset.UnixEpoch,
            DifferedFrom = IPAddress.IPv6Loopback,
        };
        byte[] whole = KnownKeyFile.Write(known);
        for (int length = 0; length < whole.Length; length++)
            Assert.Null(KnownKeyFile.Read(whole[..length]));
        var mutator = new DatagramMutator(5, [whole]);
        for (int index = 0; index < Count; index++)
        {
            // What is read can be written again.
            if (KnownKeyFile.Read(mutator.Make(index).ToArray()) is { } read)
                Assert.Equal(read, KnownKeyFile.Read(KnownKeyFile.Write(read)));
        }
    }

    [Fact]
    public void Other_encodings()
    {
        byte[] marks = [0x00, 0x22, 0x7B, 0xBB, 0xEF, 0xFE, 0xFF];
        byte[] text = Encoding.UTF8.GetBytes("{\"UserName\":\"u\"}");
        foreach (byte first in marks)
        {
            foreach (byte second in marks)
                Assert.Null(KnownKeyFile.Read([first, second, .. text]));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("{\"UserName\":null,\"HostName\":null}")]
    [InlineData("{\"UserName\":\"u\",\"HostName\":\"h\",\"Modulus\":null,\"Exponent\":65537}")]
    [InlineData("{\"UserName\":\"u\",\"HostName\":\"h\",\"Modulus\":\"AAAA\",\"Exponent\":9999999999999999999999}")]
    [InlineData("{\"UserName\":\"u\",\"HostName\":\"h\",\"FirstSeenAt\":\"yesterday\"}")]
    [InlineData("{\"__type\":\"System.IO.FileInfo\"}")]
    [InlineData("\uFEFF{\"UserName\":\"u\"}")]
    public void Other_JSON(string text)
    {
        Assert.Null(KnownKeyFile.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Null(KnownKeyFile.Read([.. Encoding.UTF8.GetBytes(new string('[', 100_000))]));
        Assert.Null(KnownKeyFile.Read(Encoding.Unicode.GetBytes(text)));
        Assert.Null(KnownKeyFile.Read([0xFF, 0xFE, 0x00, .. Encoding.UTF8.GetBytes(text)]));
    }
}
