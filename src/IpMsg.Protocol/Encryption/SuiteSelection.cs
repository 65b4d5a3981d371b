using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>Chooses how to encrypt for a member, in the order of the reference client (R68).</summary>
public static class SuiteSelection
{
    private const Capabilities Sizes = Capabilities.Rsa2048 | Capabilities.Rsa1024 | Capabilities.Rsa512;
    private const Capabilities WeakCiphers = Capabilities.Blowfish256 | Capabilities.Rc2_256 | Capabilities.Rc2_128 | Capabilities.Rc2_40;
    private const Capabilities Either = Capabilities.PacketNumberIv | Capabilities.Base64;

    // Weakest last. A 512-bit key makes even a good cipher weak; a 2,048-bit one never comes with any of these.
    private static readonly Capabilities[] s_weak =
    [
        Capabilities.Rsa1024 | Capabilities.Blowfish256, Capabilities.Rsa1024 | Capabilities.Rc2_256,
        Capabilities.Rsa1024 | Capabilities.Rc2_128, Capabilities.Rsa1024 | Capabilities.Rc2_40,
        Capabilities.Rsa512 | Capabilities.Blowfish256, Capabilities.Rsa512 | Capabilities.Rc2_256,
        Capabilities.Rsa512 | Capabilities.Blowfish128, Capabilities.Rsa512 | Capabilities.Rc2_128, Capabilities.Rsa512 | Capabilities.Rc2_40,
    ];

    /// <summary>The same for a member of whom one key is known: what needs a key of another size is left out.</summary>
    public static SuiteChoice Choose(Capabilities own, PublicKeyAnswer member, bool allowsWeak) =>
        Choose(own, member.Capabilities & (~Sizes | member.Key.Size), allowsWeak);

    /// <summary>Chooses the best suite that both sides understand.</summary>
    /// <param name="own">What we announce. The weak suites, which we do not, need not be in it.</param>
    /// <param name="member">What the member has announced.</param>
    /// <param name="allowsWeak">True when a weak suite is better than none.</param>
    public static SuiteChoice Choose(Capabilities own, Capabilities member, bool allowsWeak)
    {
        var common = own & member;
        if (Has(common, Capabilities.Rsa2048 | Capabilities.Aes256))
            return Found(common, Capabilities.Rsa2048 | Capabilities.Aes256 | (Has(common, Capabilities.SignSha256) ? Capabilities.SignSha256 : common & Capabilities.SignSha1));
        if (Has(common, Capabilities.Rsa1024 | Capabilities.Blowfish128))
            return Found(common, Capabilities.Rsa1024 | Capabilities.Blowfish128);

        // To write a weak suite takes nothing of ours, so the other side alone decides, once we may.
        var weak = member & (common | WeakCiphers | Capabilities.Rsa512 | Capabilities.Rsa1024 | Capabilities.Blowfish128);
        foreach (var each in s_weak)
        {
            if (Has(weak, each))
                return allowsWeak ? Found(common, each) : None(SuiteFailure.OnlyWeak);
        }
        return None(common == Capabilities.None ? SuiteFailure.NothingInCommon
            : (common & (Capabilities.Rsa2048 | Capabilities.Rsa1024)) == 0 ? SuiteFailure.NoKeySize
            : SuiteFailure.NoCipher);
    }

    /// <summary>How well a member can be written to by one who knows every suite: 0 for not at all, and more for better.</summary>
    internal static int StrengthOf(PublicKeyAnswer member)
    {
        var choice = Choose((Capabilities)uint.MaxValue, member, allowsWeak: true);
        if (!choice.IsFound)
            return 0;
        if (choice.IsWeak)
            return s_weak.Length - Array.FindIndex(s_weak, each => Has(choice.Suite.Flags, each));
        int signature = Has(choice.Suite.Flags, Capabilities.SignSha256) ? 2 : choice.Suite.IsSigned ? 1 : 0;
        return s_weak.Length + (choice.Suite.KeySize == Capabilities.Rsa2048 ? 2 : 1) + signature;
    }

    private static bool Has(Capabilities set, Capabilities all) => (set & all) == all;

    private static SuiteChoice Found(Capabilities common, Capabilities flags) =>
        CipherSuite.TryRead(flags | (common & Either), out var suite) ? new SuiteChoice(suite, SuiteFailure.None) : None(SuiteFailure.NoCipher);

    private static SuiteChoice None(SuiteFailure failure) => new(default, failure);
}
