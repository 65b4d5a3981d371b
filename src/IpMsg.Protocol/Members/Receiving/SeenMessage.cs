using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// What recognises an encrypted message that was shown (R116). The digests are SHA-256 without a key: processes of the user share them, and
/// they are made of what everybody on the network can see.
/// </summary>
/// <param name="Share">The share of the memory that has it: that of a member, proved or not, or a common one.</param>
/// <param name="Digest">The digest of the encrypted session key, which is unique to a message. The names of the header, the number, the
/// ciphertext and the signature do not count, because all of them can be changed in a copy. Of a dictionary the digest of the signature,
/// which covers all of it: its recipients can encrypt it again, or pass it on without encryption.</param>
/// <param name="Check">A digest of the whole envelope and of the names of the header; 0 when it is not known.</param>
/// <param name="Number">The packet number.</param>
/// <param name="IsNumberProved">True when a signature covers the number: with PACKETNO_IV another number changes the text.</param>
internal readonly record struct SeenMessage(ulong Share, DuplicateKey Digest, ulong Check, uint Number, bool IsNumberProved = false)
{
    /// <summary>The share of all messages that neither a signature nor an address assigns to a member with a pinned key.</summary>
    internal const ulong Common = 0;

    /// <summary>The share of the messages in the message store of which the shares are not known.</summary>
    internal const ulong Stored = 1;

    /// <summary>The share of what pinned keys have signed that are not established (R72).</summary>
    internal const ulong CommonSigned = ulong.MaxValue;

    /// <summary>True when a pinned key had signed the message. Nothing else with its session key is shown then.</summary>
    internal bool IsProved => (Share & 1) != 0;

    /// <summary>True for a share that belongs to one member.</summary>
    internal bool IsOfMember => Share is > Stored and not CommonSigned;

    /// <summary>True for the same envelope under the same names; the number may be another one.</summary>
    internal bool HasContentOf(in SeenMessage other) => Check == other.Check;

    /// <summary>True for a repetition by the sender itself.</summary>
    internal bool IsExactCopyOf(in SeenMessage other) => HasContentOf(other) && Number == other.Number;

    /// <summary>What recognises a message. Without a signature, the share of a member is for what comes from its address.</summary>
    internal static SeenMessage Of(IncomingMessage message, KeyRing ring)
    {
        bool isProved = message.Envelope!.Signature == SignatureStatus.Valid;
        bool isMember = ring.IsEstablished(message.User, message.Host) && (isProved || message.Sender is { } member
            && KeyRing.NamesOf(member).Equals(KeyRing.NamesOf(message.User, message.Host)));
        string names = (FingerprintName.Bare(message.User) + ":" + message.Host).ToUpperInvariant();
        byte[] name = Encoding.UTF8.GetBytes(names);
        var envelope = message.Envelope.Envelope;
        using var sha = SHA256.Create();
        ulong share = isMember ? First(sha.ComputeHash(name)) & ~1UL | 2 | (isProved ? 1UL : 0) : isProved ? CommonSigned : Common;
        bool isDict = message.Envelope.IpDict is not null;
        var (sessionKey, ciphertext) = isDict ? ([], []) : (envelope.SessionKey, envelope.Ciphertext);
        byte[] signature = envelope.Signature ?? [];
        byte[] key = sha.ComputeHash(isDict ? signature : sessionKey);
        return new SeenMessage(share, new DuplicateKey(First(key), BinaryPrimitives.ReadUInt64LittleEndian(key.AsSpan(sizeof(ulong)))),
            First(sha.ComputeHash(Join(sessionKey, ciphertext, signature, name))), message.Number,
            isProved && envelope.Suite.SignsNumber);
    }

    private static ulong First(byte[] hash) => BinaryPrimitives.ReadUInt64LittleEndian(hash);

    private static byte[] Join(params byte[][] parts)
    {
        int length = 0;
        foreach (byte[] part in parts)
            length += sizeof(int) + part.Length;
        byte[] whole = new byte[length];
        var rest = whole.AsSpan();
        foreach (byte[] part in parts)
        {
            // The length before each part separates the parts.
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest.Slice(sizeof(int)));
            rest = rest.Slice(sizeof(int) + part.Length);
        }
        return whole;
    }
}
