using System.Linq;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>Which suite is used for whom.</summary>
public class SuiteSelectionTests
{
    private const Capabilities Full = (Capabilities)0x65920006;

    // All that the choice depends on.
    private static readonly Capabilities[] s_bits =
    [
        Capabilities.Rsa512, Capabilities.Rsa1024, Capabilities.Rsa2048, Capabilities.Rc2_40, Capabilities.Rc2_128, Capabilities.Rc2_256,
        Capabilities.Blowfish128,
        Capabilities.Blowfish256, Capabilities.Aes256, Capabilities.SignSha1, Capabilities.SignSha256, Capabilities.PacketNumberIv,
        Capabilities.Base64,
    ];

    [Theory]
    [InlineData(0x65920006u, 0x41900004u)]
    [InlineData(0x25920006u, 0x21900004u)]
    [InlineData(0x05920006u, 0x01900004u)]
    [InlineData(0x00120006u, 0x00100004u)]
    [InlineData(0x40100004u, 0x40100004u)]
    [InlineData(0x01820002u, 0x01820002u)]
    [InlineData(0x65820006u, 0x01820002u)]
    [InlineData(0x00020002u, 0x00020002u)]
    [InlineData(0xFFFFFFFFu, 0x41900004u)]
    [Rule(68)]
    public void R68_the_best_suite_in_common_is_chosen(uint member, uint flags)
    {
        foreach (bool allowsWeak in (bool[])[false, true])
        {
            var choice = SuiteSelection.Choose(Full, (Capabilities)member, allowsWeak);
            Assert.Equal((true, false, (Capabilities)flags), (choice.IsFound, choice.IsWeak, choice.Suite.Flags));
        }
    }

    [Theory]
    [InlineData(0x00000000u, nameof(SuiteFailure.NothingInCommon))]
    [InlineData(0x10000000u, nameof(SuiteFailure.NothingInCommon))]
    [InlineData(0x00100000u, nameof(SuiteFailure.NoKeySize))]
    [InlineData(0x00100001u, nameof(SuiteFailure.NoKeySize))]
    [InlineData(0x00000006u, nameof(SuiteFailure.NoCipher))]
    [InlineData(0x00020004u, nameof(SuiteFailure.NoCipher))]
    [InlineData(0x00100002u, nameof(SuiteFailure.NoCipher))]
    [InlineData(0x00009002u, nameof(SuiteFailure.OnlyWeak))]
    [InlineData(0x00020001u, nameof(SuiteFailure.OnlyWeak))]
    [Rule(68)]
    public void R68_without_one_there_is_a_reason_and_no_suite(uint member, string failure)
    {
        var choice = SuiteSelection.Choose(Full, (Capabilities)member, allowsWeak: false);
        Assert.Equal((false, false, failure), (choice.IsFound, choice.IsWeak, choice.Failure.ToString()));
    }

    [Theory]
    [InlineData(0x00009002u, 0x00008002u)]
    [InlineData(0x00009003u, 0x00008002u)]
    [InlineData(0x00001001u, 0x00001001u)]
    [InlineData(0x00005003u, 0x00004002u)]
    [InlineData(0x00021001u, 0x00020001u)]
    [InlineData(0x00041002u, 0x00040002u)]
    [InlineData(0x61841002u, 0x01840002u)]
    [Rule(68)]
    public void R68_weak_suites_are_chosen_when_they_are_allowed_and_never_signed(uint member, uint flags)
    {
        var choice = SuiteSelection.Choose(Full, (Capabilities)member, allowsWeak: true);
        Assert.Equal((true, true, (Capabilities)flags), (choice.IsFound, choice.IsWeak, choice.Suite.Flags));
        Assert.False(choice.Suite.IsSigned);
    }

    [Fact]
    [Rule(68)]
    public void R68_every_pair_of_masks_gives_what_the_table_says()
    {
        Capabilities[] own = [Full, (Capabilities)0x65900004, (Capabilities)0x01820002, Capabilities.None, (Capabilities)uint.MaxValue,
            (Capabilities)0x25100006];
        for (int set = 0; set < 1 << s_bits.Length; set++)
        {
            var member = s_bits.Where((_, bit) => (set >> bit & 1) != 0).Aggregate(Capabilities.None, (all, each) => all | each);
            foreach (var mine in own)
                Check(mine, member);
        }
        // The other way round: what we lack, beside a member that has everything.
        for (int set = 0; set < 1 << s_bits.Length; set++)
            Check(s_bits.Where((_, bit) => (set >> bit & 1) != 0).Aggregate(Capabilities.None, (all, each) => all | each),
                (Capabilities)uint.MaxValue);
    }

    [Fact]
    [Rule(68)]
    public void R68_the_choice_fits_the_key_that_is_known_of_the_member()
    {
        var older = new PublicKeyAnswer(Full, TestKeys.OlderBob.Public);
        Assert.Equal((Capabilities)0x01820002, SuiteSelection.Choose(Full, older, false).Suite.Flags);
        Assert.Equal((Capabilities)0x41900004, SuiteSelection.Choose(Full, older with { Key = TestKeys.Bob.Public }, false).Suite.Flags);
        Assert.False(SuiteSelection.Choose(Full, older with { Capabilities = (Capabilities)0x61900004 }, true).IsFound);
    }

    private static void Check(Capabilities own, Capabilities member)
    {
        var common = own & member;
        var strict = SuiteSelection.Choose(own, member, allowsWeak: false);
        Assert.Equal(Table(common), strict.IsFound ? strict.Suite.Flags : Capabilities.None);
        Assert.False(strict.IsWeak);
        var lax = SuiteSelection.Choose(own, member, allowsWeak: true);
        if (strict.IsFound)
            Assert.Equal(strict, lax);
        Assert.Equal(lax.IsFound, strict.IsFound || strict.Failure == SuiteFailure.OnlyWeak);
        Assert.Equal(lax.IsWeak, strict.Failure == SuiteFailure.OnlyWeak);
        if (lax.IsFound)
        {
            Assert.Equal(lax.Suite.Flags, lax.Suite.Flags & member);
            Assert.Equal(lax.Suite.Flags, lax.Suite.Flags & (lax.Suite.KeySize | lax.Suite.Cipher | common));
        }
    }

    // The order of R68.
    private static Capabilities Table(Capabilities c)
    {
        var either = c & (Capabilities.PacketNumberIv | Capabilities.Base64);
        if (c.HasFlag(Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.SignSha256))
            return Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.SignSha256 | either;
        if (c.HasFlag(Capabilities.Rsa2048 | Capabilities.Aes256))
            return Capabilities.Rsa2048 | Capabilities.Aes256 | either | c & Capabilities.SignSha1;
        if (c.HasFlag(Capabilities.Rsa1024 | Capabilities.Blowfish128))
            return Capabilities.Rsa1024 | Capabilities.Blowfish128 | either;
        return Capabilities.None;
    }
}
