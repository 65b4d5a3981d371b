using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Tests.Encryption;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>
/// A client that has nothing for cryptography but the openssl command line, and knows of the protocol what 5.3 to 5.6 and 6.8 say. It
/// speaks to one node, whose key files it reads as openssl does.
/// </summary>
internal sealed class OpenSslPeer : IDisposable
{
    private const uint GetPublicKey = 0x72, AnswerPublicKey = 0x73, Entry = 0x1400001;

    private readonly OpenSsl _openSsl = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 20_000 };
    private readonly EndPoint _node;
    private readonly uint _capabilities;
    private uint _number = 1_800_000_000;

    /// <param name="node">The endpoint of the node.</param>
    /// <param name="nodeKey">The file of the node's own key.</param>
    /// <param name="capabilities">What the peer can do; with 0x1000000 it writes Base64, with 0x40000000 it signs with SHA-256, else with
    /// SHA-1.</param>
    internal OpenSslPeer(IPEndPoint node, string nodeKey, uint capabilities)
    {
        (_node, _capabilities) = (node, capabilities);
        _socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        OwnKey = _openSsl.File("own.pem", OpenSsl.Run([], "genrsa", "2048"));
        OwnPublic = _openSsl.File("own-public.pem", OpenSsl.Run([], "rsa", "-in", OwnKey, "-pubout"));
        NodeKey = nodeKey;
        NodePublic = _openSsl.File("node-public.pem", OpenSsl.Run([], "rsa", "-in", nodeKey, "-pubout"));
    }

    internal IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    internal string User => "carol-<" + FingerprintOf(OwnKey) + ">";

    internal string OwnKey { get; }

    internal string OwnPublic { get; }

    internal string NodeKey { get; }

    internal string NodePublic { get; }

    private bool IsBase64 => (_capabilities & 0x1000000) != 0;

    private string Hash => (_capabilities & 0x40000000) != 0 ? "-sha256" : "-sha1";

    /// <summary>
    /// Sixteen digits: the three parts of the reversed SHA-1 of the modulus, whose bytes are reversed too, over each other.
    /// </summary>
    internal static string FingerprintOf(string key)
    {
        byte[] digest = [.. OpenSsl.Run([.. Modulus(key).Reverse()], "dgst", "-sha1", "-binary").Reverse(), 0, 0, 0, 0];
        return Convert.ToHexStringLower([.. Enumerable.Range(0, 8).Select(i => (byte)(digest[i] ^ digest[i + 8] ^ digest[i + 16]))]);
    }

    internal static byte[] Modulus(string key) => Convert.FromHexString(
        Encoding.ASCII.GetString(OpenSsl.Run([], "rsa", "-in", key, "-noout", "-modulus")).Trim()["Modulus=".Length..]);

    internal static byte[] Ctr(byte[] bytes, byte[] key, string number) =>
        OpenSsl.Run(bytes, "enc", "-aes-256-ctr", "-K", Convert.ToHexString(key), "-iv", Vector(number));

    internal void Enter() => Send(Entry | 0x400000, "carol\0\0");

    /// <summary>Waits for a command, and answers questions for the key meanwhile.</summary>
    internal (string Number, string Body) Await(uint command)
    {
        byte[] buffer = new byte[65_536];
        while (true)
        {
            string[] fields = Encoding.Latin1.GetString(buffer, 0, _socket.Receive(buffer)).Split(':', 6);
            uint word = uint.Parse(fields[4], CultureInfo.InvariantCulture) & 0xFF;
            if (word == command)
                return (fields[1], fields[5]);
            if (word == GetPublicKey)
                Send(AnswerPublicKey, Hex(_capabilities) + ":10001-" + Convert.ToHexStringLower(Modulus(OwnKey)));
        }
    }

    internal string Send(uint word, string body, string? number = null)
    {
        _socket.SendTo(Packet(word, body, number ??= NextNumber()), _node);
        return number;
    }

    internal byte[] Packet(uint word, string body, string number) =>
        Encoding.Latin1.GetBytes(
            "1:" + number + ":" + User + ":CAROL-PC:" + word.ToString(CultureInfo.InvariantCulture) + ":" + body + "\0");

    internal string NextNumber() => (++_number).ToString(CultureInfo.InvariantCulture);

    /// <summary>An encrypted body for the node, signed by us.</summary>
    internal string Encrypt(byte[] plaintext, string number)
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] wrapped = OpenSsl.Run(key, "pkeyutl", "-encrypt", "-pubin", "-inkey", NodePublic);
        byte[] ciphertext = OpenSsl.Run(plaintext, "enc", "-aes-256-cbc", "-K", Convert.ToHexString(key), "-iv", Vector(number));
        byte[] signature = OpenSsl.Run(plaintext, "dgst", Hash, "-sign", OwnKey);
        return string.Join(':', Hex(_capabilities), Text(wrapped), Text(ciphertext), Text(signature));
    }

    /// <summary>What the node has encrypted for a key and signed; fails when it has not.</summary>
    internal byte[] Decrypt(string body, string number, string key, string signer)
    {
        string[] fields = body.Split('\0')[0].Split(':');
        Assert.Equal(Hex(_capabilities), fields[0]);
        byte[] sessionKey = OpenSsl.Run(Bytes(fields[1]), "pkeyutl", "-decrypt", "-inkey", key);
        byte[] plaintext = OpenSsl.Run(Bytes(fields[2]), "enc", "-d", "-aes-256-cbc", "-K", Convert.ToHexString(sessionKey), "-iv",
            Vector(number));
        OpenSsl.Run(plaintext, "dgst", Hash, "-verify", signer, "-signature", _openSsl.File("signature", Bytes(fields[3])));
        return plaintext;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _openSsl.Dispose();
    }

    private static string Hex(uint value) => value.ToString("x", CultureInfo.InvariantCulture);

    private string Text(byte[] bytes) => IsBase64 ? Convert.ToBase64String(bytes) : Convert.ToHexStringLower(bytes);

    private byte[] Bytes(string text) => IsBase64 ? Convert.FromBase64String(text) : Convert.FromHexString(text);

    // The digits of the packet number, and zeros.
    private static string Vector(string number) => Convert.ToHexString(Encoding.ASCII.GetBytes(number.PadRight(16, '\0')));
}
