using System.Text;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>GETPUBKEY and ANSPUBKEY.</summary>
public class KeyExchangeTests
{
    private const Capabilities Full = (Capabilities)0x65920006;
    private const string WithFingerprint = "alice-<5256214c8110453c>";

    private static readonly OwnKeys s_none = new(null, null);

    [Fact]
    [Rule(57)]
    public void R57_the_answer_is_capabilities_exponent_and_a_big_endian_modulus_in_full_length()
    {
        var answer = new PublicKeyAnswer(Full, TestKeys.Alice.Public);
        Assert.Equal("65920006:10001-" + Vectors.AliceModulus, WriterOutput.Text(answer.Write));
        Assert.Equal(answer, PublicKeyAnswer.Read(Encoding.ASCII.GetBytes("65920006:10001-" + Vectors.AliceModulus)));
    }

    [Theory]
    [InlineData("65920006:10001-{0}")]
    [InlineData("65920006:010001-{0}")]
    [InlineData("65920006:00010001-00{0}")]
    [InlineData("0065920006:10001-{0} ")]
    [Rule(57)]
    public void R57_the_answers_of_other_clients_are_read(string body)
    {
        foreach (string modulus in (string[])[Vectors.AliceModulus, Vectors.AliceModulus.ToUpperInvariant()])
            Assert.Equal(new PublicKeyAnswer(Full, TestKeys.Alice.Public), Read(string.Format(null, body, modulus)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("65920006")]
    [InlineData("65920006:")]
    [InlineData("65920006:10001")]
    [InlineData("65920006:10001-")]
    [InlineData("65920006:-{0}")]
    [InlineData(":10001-{0}")]
    [InlineData("x:10001-{0}")]
    [InlineData("165920006:10001-{0}")]
    [InlineData("65920006:10001-{0}x")]
    [InlineData("65920006:1-{0}")]
    [InlineData("65920006:0-{0}")]
    [InlineData("65920006:10000-{0}")]
    [InlineData("65920006:100000001-{0}")]
    [InlineData("65920006:10001-{0}0")]
    [InlineData("65920006:10001-9de1")]
    [InlineData("65920006:10001-{0}{0}{0}")]
    [Rule(57)]
    public void R57_what_cannot_be_a_key_is_none(string body) => Assert.Null(Read(string.Format(null, body, Vectors.AliceModulus)));

    [Fact]
    [Rule(57)]
    public void R57_a_request_is_a_number_in_hex()
    {
        Assert.Equal("65920006", WriterOutput.Text((ref writer) => PublicKeyRequest.Write(ref writer, Full)));
        Assert.Equal("c000",
            WriterOutput.Text((ref writer) => PublicKeyRequest.Write(ref writer, Capabilities.Rc2_128 | Capabilities.Rc2_256)));
        Assert.Equal("C000",
            WriterOutput.Text((ref writer) => CapabilityText.Write(ref writer, Capabilities.Rc2_128 | Capabilities.Rc2_256)));
        Assert.Equal("0", WriterOutput.Text((ref writer) => CapabilityText.Write(ref writer, Capabilities.None)));
        Assert.True(PublicKeyRequest.TryRead("C000 "u8, out var upper));
        Assert.True(PublicKeyRequest.TryRead("c000:more"u8, out var lower));
        Assert.Equal((Capabilities.Rc2_128 | Capabilities.Rc2_256, upper), (upper, lower));
        Assert.False(PublicKeyRequest.TryRead(""u8, out _));
        Assert.False(PublicKeyRequest.TryRead("0x20002"u8, out _));
    }

    [Theory]
    [InlineData(0x65920006u, "bob", 2048)]
    [InlineData(0x65920006u, WithFingerprint, 2048)]
    [InlineData(0x00020002u, "bob", 1024)]
    [InlineData(0x00000001u, "bob", 0)]
    [InlineData(0x00000000u, "bob", 0)]
    [InlineData(0x00009041u, "bob", 0)]
    [InlineData(0x00020002u, WithFingerprint, 0)]
    [InlineData(0x01900004u, WithFingerprint, 0)]
    [InlineData(0x21900004u, WithFingerprint, 2048)]
    [Rule(58)]
    public void R58_the_key_that_the_other_side_can_use_is_sent_or_none(uint asked, string user, int bits) =>
        Assert.Equal(bits, KeyExchange.Answer(TestKeys.OfBob, (Capabilities)asked, user)?.Bits ?? 0);

    [Fact]
    [Rule(58)]
    public void R58_without_the_older_key_nobody_gets_one()
    {
        Assert.Null(KeyExchange.Answer(TestKeys.OfAlice, (Capabilities)0x01820002, "bob"));
        Assert.Null(KeyExchange.Answer(s_none, Full, "bob"));
    }

    [Theory]
    [InlineData(0x65920006u, false, false, true)]
    [InlineData(0x20000000u, false, false, true)]
    [InlineData(0x65920006u, true, false, false)]
    [InlineData(0x65920006u, false, true, false)]
    [InlineData(0x01820002u, false, false, false)]
    [Rule(59)]
    public void R59_who_will_sign_is_asked_for_the_key_unless_it_asks_automatically(uint asked, bool isAutomatic, bool isKnown,
        bool asksBack) =>
        Assert.Equal(asksBack, KeyExchange.ShouldAskBack(TestKeys.OfBob, (Capabilities)asked, isAutomatic, isKnown));

    [Fact]
    [Rule(61)]
    public void R61_a_key_that_the_user_name_does_not_name_is_not_believed()
    {
        Assert.True(Believes(WithFingerprint, TestKeys.Alice));
        Assert.True(Believes("alice-<5256214C8110453C>", TestKeys.Alice));
        Assert.False(Believes(WithFingerprint, TestKeys.Bob));
        Assert.False(Believes("alice-<zzzzzzzzzzzzzzzz>", TestKeys.Alice));
        Assert.True(Believes("alice", TestKeys.Bob));
    }

    [Fact]
    [Rule(58)]
    public void R58_a_member_that_announces_a_stronger_key_does_not_answer_with_the_older_one()
    {
        Assert.False(Believes("bob", TestKeys.OlderBob));
        Assert.True(Believes("bob", TestKeys.OlderBob, (Capabilities)0x01820002));
        Assert.True(KeyExchange.IsPlausible(new OwnKeys(null, TestKeys.OlderBob), "bob",
            new PublicKeyAnswer(Full, TestKeys.OlderBob.Public)));
    }

    private static bool Believes(string user, PrivateKey key, Capabilities said = Full) =>
        KeyExchange.IsPlausible(TestKeys.OfBob, user, new PublicKeyAnswer(said, key.Public));

    [Fact]
    [Rule(57)]
    public void R57_our_capabilities_follow_from_our_keys()
    {
        Assert.Equal(Full, TestKeys.OfBob.Capabilities);
        Assert.Equal((Capabilities)0x65900004, TestKeys.OfAlice.Capabilities);
        Assert.Equal((Capabilities)0x01820002, new OwnKeys(null, TestKeys.OlderBob).Capabilities);
        Assert.Equal(Capabilities.None, s_none.Capabilities);
        Assert.Throws<System.ArgumentException>(() => new OwnKeys(TestKeys.OlderBob, null));
    }

    private static PublicKeyAnswer? Read(string body) => PublicKeyAnswer.Read(Encoding.ASCII.GetBytes(body));
}
