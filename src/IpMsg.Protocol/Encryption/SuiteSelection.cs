using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>How to encrypt for a member, chosen in the order of the reference client (R68), or why that is impossible.</summary>
/// <param name="Suite">The suite; meaningless unless <paramref name="Failure"/> is None.</param>
/// <param name="Failure">Why there is no suite.</param>
internal readonly record struct SuiteSelection(CipherSuite Suite, SuiteFailure Failure)
{
    private const Capabilities Sizes = Capabilities.Rsa2048 | Capabilities.Rsa1024 | Capabilities.Rsa512;
    private const Capabilities WeakCiphers = Capabilities.Blowfish256 | Capabilities.Rc2_256 | Capabilities.Rc2_128 | Capabilities.Rc2_40;
    private const Capabilities Formats = Capabilities.PacketNumberIv | Capabilities.Base64;

    // Strongest first. A 512-bit key makes every cipher weak; clients combine none of these ciphers with a 2,048-bit key.
    private static readonly Capabilities[] s_weak =
    [
        Capabilities.Rsa1024 | Capabilities.Blowfish256, Capabilities.Rsa1024 | Capabilities.Rc2_256,
        Capabilities.Rsa1024 | Capabilities.Rc2_128, Capabilities.Rsa1024 | Capabilities.Rc2_40,
        Capabilities.Rsa512 | Capabilities.Blowfish256, Capabilities.Rsa512 | Capabilities.Rc2_256,
        Capabilities.Rsa512 | Capabilities.Blowfish128, Capabilities.Rsa512 | Capabilities.Rc2_128,
        Capabilities.Rsa512 | Capabilities.Rc2_40,
    ];

    /// <summary>True when there is a suite.</summary>
    public bool IsFound => Failure == SuiteFailure.None;

    /// <summary>True when the suite is weak, which happens only where weak suites are allowed.</summary>
    public bool IsWeak => IsFound && Suite.IsWeak;

    /// <summary>Chooses for a member with one known key: suites for another key size are left out.</summary>
    public static SuiteSelection Choose(Capabilities own, PublicKeyAnswer member, bool allowsWeak) =>
        Choose(own, member.Capabilities & (~Sizes | member.Key.Size), allowsWeak);

    /// <summary>Chooses the best suite that both sides support.</summary>
    /// <param name="own">Our capabilities. They do not include the weak suites, which we never announce.</param>
    /// <param name="member">The member's capabilities.</param>
    /// <param name="allowsWeak">True to use a weak suite when there is no other.</param>
    public static SuiteSelection Choose(Capabilities own, Capabilities member, bool allowsWeak)
    {
        var common = own & member;
        if (Has(common, Capabilities.Rsa2048 | Capabilities.Aes256))
        {
            var signature = Has(common, Capabilities.SignSha256) ? Capabilities.SignSha256 : common & Capabilities.SignSha1;
            return Found(common, Capabilities.Rsa2048 | Capabilities.Aes256 | signature);
        }
        if (Has(common, Capabilities.Rsa1024 | Capabilities.Blowfish128))
            return Found(common, Capabilities.Rsa1024 | Capabilities.Blowfish128);

        // We can encrypt with every weak suite, so only the member's capabilities limit the choice.
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

    /// <summary>The strength of the best suite for a member: 0 for none, higher for stronger.</summary>
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

    private static SuiteSelection Found(Capabilities common, Capabilities flags) =>
        CipherSuite.TryRead(flags | (common & Formats), out var suite)
            ? new SuiteSelection(suite, SuiteFailure.None)
            : None(SuiteFailure.NoCipher);

    private static SuiteSelection None(SuiteFailure failure) => new(default, failure);
}
