using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>A hand-driven member with keys: gives them when asked, confirms what it is sent, and can be told to do otherwise.</summary>
internal sealed class EncryptionPeer
{
    internal const EntryFlags Encrypting = EntryFlags.CanUtf8 | EntryFlags.CanEncrypt;
    internal const uint Full = 0x65920006, Older = 0x01820002;
    internal const uint Encrypted = 0x00C00120;

    /// <summary>Stands for the IPDict form among suites.</summary>
    internal const uint Dict = 0x40500004;

    private readonly EncryptionFixture _fixture;
    private EntryFlags? _flags;
    private uint _number = 1700000100;

    internal EncryptionPeer(EncryptionFixture fixture, int host, string user, OwnKeys keys, bool hasFingerprint = true)
    {
        _fixture = fixture;
        Keys = keys;
        Wire = new ScriptedPeer(fixture.Lan, MemberFixture.At(host))
        {
            User = hasFingerprint && keys.Usual is { } usual ? FingerprintName.Of(user, usual.Public) : user,
            Host = user.ToUpperInvariant() + "-PC",
            Reacts = React,
        };
    }

    internal ScriptedPeer Wire { get; }

    internal OwnKeys Keys { get; set; }

    /// <summary>What it says it can do when it gives its key; by default what its keys can.</summary>
    internal uint? Says { get; set; }

    internal bool GivesKey { get; set; } = true;

    internal bool Confirms { get; set; } = true;

    internal IPEndPoint EndPoint => Wire.EndPoint;

    internal string User => Wire.User;

    internal IReadOnlyList<ReceivedPacket> Questions => Wire.All(Command.GetPublicKey);

    internal IReadOnlyList<ReceivedPacket> Messages => Wire.All(Command.SendMessage);

    /// <summary>Makes it known to the node.</summary>
    internal EncryptionPeer Enters(EntryFlags flags = Encrypting)
    {
        _flags = flags;
        Wire.Say(_fixture.Node.EndPoint, (uint)flags | 3, "peer\0\0");
        _fixture.Lan.Run(0);
        return this;
    }

    internal uint Speaks(uint word, string extra = "")
    {
        uint number = Wire.Say(_fixture.Node.EndPoint, word, extra);
        _fixture.Lan.Run(100);
        return number;
    }

    internal void GiveKey(IPEndPoint to, PrivateKey? key = null)
    {
        var capabilities = (Capabilities)(Says ?? (uint)Keys.Capabilities);
        var answer = new PublicKeyAnswer(capabilities, (key ?? Keys.Usual ?? Keys.Older)!.Public);
        Wire.Say(to, 0x73, WriterOutput.Text((ref writer) => answer.Write(ref writer)) + "\0");
    }

    /// <summary>What it was sent, decrypted; null when it cannot be.</summary>
    internal DecryptedEnvelope? Decrypt(ReceivedPacket packet, bool allowsWeak = false) =>
        EnvelopeReader.Read(packet.BodyBytes) is { } envelope
            ? EnvelopeDecryptor.Decrypt(envelope, Encoding.ASCII.GetBytes(packet.NumberText), Keys, _fixture.Keys.Usual?.Public, allowsWeak)
            : null;

    internal string Read(ReceivedPacket packet, bool allowsWeak = false) =>
        Decrypt(packet, allowsWeak) is { } decrypted ? Encoding.UTF8.GetString(decrypted.Plaintext) : "(failure)";

    /// <summary>An envelope for the node.</summary>
    internal string Encrypt(string plaintext, uint flags = 0x41900004, PrivateKey? signer = null, uint? number = null)
    {
        var suite = Envelopes.Suite(flags);
        byte[] bytes = Encoding.UTF8.GetBytes(plaintext);
        byte[]? signature = suite.IsSigned ? EnvelopeSignature.Make(bytes, suite, (signer ?? Keys.Usual)!) : null;
        var recipient = suite.KeySize == Capabilities.Rsa2048 ? _fixture.Keys.Usual : _fixture.Keys.Older;
        return Envelopes.Body(
            EnvelopeEncryptor.Encrypt(bytes, number ?? _number, suite, recipient!.Public, Envelopes.SessionKey(suite), signature)!);
    }

    /// <summary>Sends a body under the number that <see cref="Encrypt"/> uses, and takes the next.</summary>
    internal string Sends(string body, uint word = Encrypted, string? number = null)
    {
        number ??= _number.ToString(CultureInfo.InvariantCulture);
        _number++;
        Wire.Say(_fixture.Node.EndPoint, word, Encoding.Latin1.GetBytes(body + "\0"), number);
        _fixture.Lan.Run(100);
        return number;
    }

    internal string Writes(string text, uint flags = 0x41900004, PrivateKey? signer = null, uint word = Encrypted)
    {
        if (flags != Dict)
            return Sends(Encrypt(text + "\0", flags, signer), word);
        uint number = _number++;
        SendsDict(Dictionary(text, number, word), signer);
        return number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A message as the reference client writes it in IPDict form, before it is signed.</summary>
    internal IpDictWriter Dictionary(string text, uint number, uint word = Encrypted) => new IpDictWriter()
        .Set("VER"u8, 3).Set("PKT"u8, number).Set("DATE"u8, number).Set("UID"u8, Wire.User).Set("HID"u8, Wire.Host)
        .Set("CMD"u8, word & 0xFF).Set("FLG"u8, word & 0xFFFFFF00).Set("CVER"u8, "00010002:4:99:103").Set("GRP"u8, "")
        .Set("NCK"u8, "peer").Set("STAT"u8, 0xF640000).Set("BODY"u8, text);

    /// <summary>Signs a dictionary, encrypts it for the node and sends it. Returns the datagram.</summary>
    internal byte[] SendsDict(IpDictWriter dict, PrivateKey? signer = null)
    {
        byte[] signed = IpDictSignature.Sign(dict, signer is null ? Keys : new OwnKeys(signer, null))!;
        return SendsSigned(signed);
    }

    /// <summary>Signs a dictionary and sends it without encryption. Returns the datagram.</summary>
    internal byte[] SendsPlainDict(IpDictWriter dict, PrivateKey? signer = null)
    {
        byte[] signed = IpDictSignature.Sign(dict, signer is null ? Keys : new OwnKeys(signer, null))!;
        Wire.Send(_fixture.Node.EndPoint, signed);
        _fixture.Lan.Run(100);
        return signed;
    }

    /// <summary>Encrypts a dictionary for the node as it is, and sends it. Returns the datagram.</summary>
    internal byte[] SendsSigned(byte[] dict)
    {
        byte[] random = _fixture.Lan.Random.Bytes(IpDictEnvelope.RandomLength);
        byte[] datagram = IpDictEnvelope.Write(IpDictEnvelope.Encrypt(dict, _fixture.Keys.Usual!.Public, random)!).ToArray();
        Wire.Send(_fixture.Node.EndPoint, datagram);
        _fixture.Lan.Run(100);
        return datagram;
    }

    /// <summary>The signed dictionary in a datagram to this peer; null when it is none, or not signed by the node.</summary>
    internal byte[]? DecryptDict(byte[] datagram) =>
        IpDict.TryRead(datagram, out var outer) && IpDictEnvelope.Read(outer) is { } envelope
        && IpDictEnvelope.Decrypt(envelope, Keys.Usual!) is { } signed
        && IpDict.TryRead(signed, out var dict) && IpDictSignature.IsValid(dict, _fixture.Keys.Usual!.Public)
            ? signed
            : null;

    internal bool IsConfirmed(string number) => Wire.All(Command.ReceiveMessage).Any(each => each.Body == number);

    private void React(ReceivedPacket packet)
    {
        if (packet.Command == Command.GetPublicKey && GivesKey
            && KeyExchange.Answer(Keys, (Capabilities)uint.Parse(packet.Body, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                "x") is { } key)
            GiveKey(packet.From, Keys.Older?.Public == key ? Keys.Older : Keys.Usual);
        if (packet.Command == Command.Entry && _flags is { } flags)
            Wire.Say(packet.From, (uint)flags | 3, "peer\0\0");
        if (packet.IsIpDict && Confirms && IpDict.TryRead(DecryptDict(packet.Bytes), out var dict))
        {
            dict.TryGetUInt32("PKT"u8, out uint number);
            Wire.Say(packet.From, 0x21, number.ToString(CultureInfo.InvariantCulture) + "\0");
        }
        if (packet.Command == Command.SendMessage && (packet.Flags & 0x2100) == 0x100 && Confirms)
            Wire.Say(packet.From, 0x21, packet.NumberText + "\0");
    }
}
