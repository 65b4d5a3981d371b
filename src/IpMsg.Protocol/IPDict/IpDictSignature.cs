using System;
using System.Security.Cryptography;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>Signs dictionaries and checks their signatures (R103). RSA takes long, so another thread does it.</summary>
internal static class IpDictSignature
{
    private const int KeyLength = 256;

    /// <summary>
    /// Signs a dictionary: adds our key and the signature. Returns its whole form; null when the platform refuses the key.
    /// </summary>
    internal static byte[]? Sign(IpDictWriter dict, OwnKeys own)
    {
        if (own.Usual is not { } key)
            throw new ArgumentException("A 2,048-bit key signs.", nameof(own));
        dict.Remove(IpDictKeys.Signature);
        dict.Set(IpDictKeys.KeyExponent, key.Public.Exponent)
            .Set(IpDictKeys.KeyModulus, key.Public.Modulus)
            .Set(IpDictKeys.Algorithms, (long)Capabilities.SignSha256)
            .Set(IpDictKeys.KeyCapabilities, (long)own.Capabilities);
        return key.Sign(dict.ToArray(), HashAlgorithmName.SHA256) is { } signature
            ? dict.Set(IpDictKeys.Signature, signature).ToArray()
            : null;
    }

    /// <summary>The signature, which is the last item; null without one.</summary>
    internal static byte[]? Of(in IpDict dict) =>
        dict.TryGetLast(out var key, out var value) && key.SequenceEqual(IpDictKeys.Signature) && value.Length == KeyLength
            ? value.ToArray()
            : null;

    /// <summary>
    /// A dictionary that is signed and not encrypted, for the rules of envelopes. Its signature, which is unique to its content, stands for
    /// the session key. Null without a signature.
    /// </summary>
    internal static Envelope? Read(in IpDict dict) => Of(dict) is { } signature
        ? new Envelope(CipherSuite.SignedOnly, signature, IpDictWriter.Of(dict).ToArray(), signature)
        : null;

    /// <summary>What the signature covers: the whole dictionary without its last item.</summary>
    internal static byte[] SignedPart(in IpDict dict)
    {
        var content = dict.ContentBeforeLast;
        byte[] bytes = new byte[IpDictWriter.WholeLength(content.Length)];
        var writer = new PacketWriter(bytes);
        writer.Bytes(IpDictFields.Start);
        writer.Hex((uint)content.Length);
        writer.Byte((byte)':');
        writer.Bytes(content);
        writer.Bytes(IpDictFields.End);
        return bytes;
    }

    /// <summary>The 2,048-bit key in the dictionary; null without one, and when the name has the fingerprint of another key.</summary>
    internal static PublicKey? KeyIn(in IpDict dict)
    {
        if (!dict.TryGetUInt32(IpDictKeys.KeyExponent, out uint exponent) || !dict.TryGet(IpDictKeys.KeyModulus, out var modulus)
            || !dict.TryGetText(IpDictKeys.User, out var user))
            return null;
        ReadOnlySpan<byte> bytes = [(byte)(exponent >> 24), (byte)(exponent >> 16), (byte)(exponent >> 8), (byte)exponent];
        if (PublicKey.Create(modulus, bytes) is not { Size: Capabilities.Rsa2048 } key)
            return null;
        string name = PacketReader.Text(user, TextCodec.Utf8);
        return FingerprintName.IsMatch(name) && !FingerprintName.Matches(name, key) ? null : key;
    }

    /// <summary>
    /// Checks the signature with the known key of the sender; without one, or with one of another size, with the key in the dictionary.
    /// </summary>
    internal static bool IsValid(in IpDict dict, PublicKey? known) =>
        Of(dict) is { } signature
        && (known is { Size: Capabilities.Rsa2048 } ? known : KeyIn(dict)) is { } key
        && key.Verifies(SignedPart(dict), signature, HashAlgorithmName.SHA256);
}
