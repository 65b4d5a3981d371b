using System;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Tests.Encryption;

/// <summary>
/// A scripted client that announces encryption and has nothing but a key of 1,024 bits and the ciphers that a test gives it.
/// </summary>
internal sealed class LegacyMember
{
    internal const uint Rsa1024 = 0x2, Rc2_128 = 0x4000, Blowfish128 = 0x20000, SignSha1 = 0x20000000;

    private const uint CanEncrypt = 0x400000, GetPublicKey = 0x72, AnswerPublicKey = 0x73;

    private static readonly PrivateKey s_key = PrivateKey.Generate(1024);

    internal LegacyMember(Lan lan, IpMsgListener listener, int host, string nick, uint capabilities, bool givesKey = true)
    {
        Peer = lan.Member(listener, host, nick, peer =>
        {
            peer.User = nick;
            peer.Status = Wire.CanUtf8 | CanEncrypt;
            string answer = capabilities.ToString("x", CultureInfo.InvariantCulture) + ":10001-" + Convert.ToHexStringLower(Key.Modulus);
            peer.Also = datagram => givesKey && datagram.Command == GetPublicKey ? (AnswerPublicKey, answer) : null;
        });
        Capabilities = (Capabilities)capabilities;
    }

    internal static PublicKey Key => s_key.Public;

    internal ScriptedPeer Peer { get; }

    internal Capabilities Capabilities { get; }

    /// <summary>From now on it announces no encryption.</summary>
    internal void Withdraw(IpMsgListener listener)
    {
        Peer.Status = Wire.CanUtf8;
        Peer.Enter(listener.Node.LocalEndPoint);
        Eventually.True(() => (listener.Node.Members.Find(Peer.EndPoint)!.Status & EntryFlags.CanEncrypt) == 0,
            "it is known to have given it up");
    }

    /// <summary>What the last message says, and how it was encrypted.</summary>
    internal (string Text, Capabilities Flags) Decrypt()
    {
        var datagram = Peer.Await(Wire.SendMessage)[^1];
        var decrypted = EnvelopeDecryptor.Decrypt(EnvelopeReader.Read(Encoding.ASCII.GetBytes(datagram.Body))!,
            Encoding.ASCII.GetBytes(datagram.Number), new OwnKeys(null, s_key), null, allowsWeak: true)!;
        var flags = (Capabilities)uint.Parse(datagram.Body.Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (Encoding.UTF8.GetString(decrypted.Plaintext.TakeWhile(each => each != 0).ToArray()), flags);
    }
}
