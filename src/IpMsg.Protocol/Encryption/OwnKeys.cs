using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>Our keys, at most one of each size, and the capabilities that follow from them.</summary>
/// <param name="usual">The 2,048-bit key, which also signs; null when there is none.</param>
/// <param name="older">The 1,024-bit key, for older clients; null when there is none.</param>
public sealed class OwnKeys(PrivateKey? usual, PrivateKey? older)
{
    private const Capabilities Always = Capabilities.PacketNumberIv | Capabilities.Base64;
    private const Capabilities WithUsual = Always | Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.PlainFileBody
        | Capabilities.SignSha1 | Capabilities.SignSha256;
    private const Capabilities WithOlder = Always | Capabilities.Rsa1024 | Capabilities.Blowfish128;

    /// <summary>The 2,048-bit key, which also signs.</summary>
    public PrivateKey? Usual { get; } = Of(usual, Capabilities.Rsa2048);

    /// <summary>The 1,024-bit key for older clients.</summary>
    public PrivateKey? Older { get; } = Of(older, Capabilities.Rsa1024);

    /// <summary>
    /// The capabilities that we announce: <c>65920006</c> with both keys, none without keys. Weak ciphers are never included (R68).
    /// </summary>
    public Capabilities Capabilities =>
        (Usual is null ? Capabilities.None : WithUsual) | (Older is null ? Capabilities.None : WithOlder);

    /// <summary>The key of this size; null when there is none.</summary>
    internal PrivateKey? Of(Capabilities size) => size switch
    {
        Capabilities.Rsa2048 => Usual,
        Capabilities.Rsa1024 => Older,
        _ => null,
    };

    private static PrivateKey? Of(PrivateKey? key, Capabilities size) =>
        key is null || key.Public.Size == size ? key : throw new ArgumentException($"A key of {key.Public.Bits} bits is not {size}.");
}
