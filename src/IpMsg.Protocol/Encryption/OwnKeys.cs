using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>Our keys, one of each size at most, and what we can do with them.</summary>
/// <param name="usual">The 2,048-bit key, which also signs; null when there is none.</param>
/// <param name="older">The 1,024-bit key, for older clients; null when there is none.</param>
public sealed class OwnKeys(PrivateKey? usual, PrivateKey? older)
{
    private const Capabilities Always = Capabilities.PacketNumberIv | Capabilities.Base64;
    private const Capabilities WithUsual = Always | Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.PlainFileBody | Capabilities.SignSha1 | Capabilities.SignSha256;
    private const Capabilities WithOlder = Always | Capabilities.Rsa1024 | Capabilities.Blowfish128;

    /// <summary>The 2,048-bit key, with which we sign.</summary>
    public PrivateKey? Usual { get; } = Of(usual, Capabilities.Rsa2048);

    /// <summary>The 1,024-bit key.</summary>
    public PrivateKey? Older { get; } = Of(older, Capabilities.Rsa1024);

    /// <summary>What we announce: <c>65920006</c> with both keys, nothing without any. Weak ciphers are never offered (R68).</summary>
    public Capabilities Capabilities =>
        (Usual is null ? Capabilities.None : WithUsual) | (Older is null ? Capabilities.None : WithOlder);

    /// <summary>The key of a size; null when there is none.</summary>
    internal PrivateKey? Of(Capabilities size) => size switch
    {
        Capabilities.Rsa2048 => Usual,
        Capabilities.Rsa1024 => Older,
        _ => null,
    };

    private static PrivateKey? Of(PrivateKey? key, Capabilities size) =>
        key is null || key.Public.Size == size ? key : throw new ArgumentException($"A key of {key.Public.Bits} bits is not {size}.");
}
