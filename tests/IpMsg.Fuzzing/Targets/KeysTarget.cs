using System;
using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>Key requests and answers with their capabilities (R57 to R61, R68).</summary>
internal sealed class KeysTarget : FuzzTarget
{
    private const string Modulus = "c85b76bd9f3f0100c85b76bd9f3f0100c85b76bd9f3f0100c85b76bd9f3f0101";

    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "keys";

    internal override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Targets.Seeds.Words("65920006", "65920006:", "20002 ", "65920006:10001-" + Modulus + Modulus, "1:3-" + Modulus + Modulus + "  "),
        Encoding.ASCII.GetBytes("65920006:10001-" + Convert.ToHexString(TestKeys.Bob.Public.Modulus)),
        Encoding.ASCII.GetBytes("20002:10001-" + Convert.ToHexString(TestKeys.OlderBob.Public.Modulus)),
    ];

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        "65920006:", "20002:", "10001-", "3-", Modulus, "ffffffff", "00000000", "41900004", "21000");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        bool isRequest = PublicKeyRequest.TryRead(input, out var asked);
        if (isRequest)
            Answer(asked);
        if (PublicKeyAnswer.Read(input) is not { } answer)
            return;
        Require.That(answer.Key.Bits is >= 512 and <= 4096 && (answer.Key.Exponent & 1) != 0, "key");
        KeyExchange.IsPlausible(TestKeys.OfBob, "alice", answer);
        Require.That(KeyExchange.IsPlausible(TestKeys.OfBob, FingerprintName.Of("alice", answer.Key), answer)
            == KeyExchange.IsPlausible(TestKeys.OfBob, "alice", answer), "fingerprint");
        foreach (bool allowsWeak in new ReadOnlySpan<bool>([false, true]))
        {
            var choice = SuiteSelection.Choose(TestKeys.OfBob.Capabilities, answer, allowsWeak);
            Require.That(!choice.IsFound || choice.Suite.KeySize == answer.Key.Size, "suite for another key");
            Require.That(allowsWeak || !choice.IsWeak, "weak suite");
        }
        WriteAgain(answer);
    }

    private static void Answer(Capabilities asked)
    {
        var key = KeyExchange.Answer(TestKeys.OfBob, asked, "alice");
        var common = asked & TestKeys.OfBob.Capabilities;
        Require.That(key is null == (common == Capabilities.None), "answer");
        Require.That(key is null || (key.Size == Capabilities.Rsa2048) == ((common & Capabilities.Rsa2048) != 0), "size of the answer");
        if (CipherSuite.TryRead(asked, out var suite))
        {
            Require.That(suite.IsIpDict || suite.SessionKeyLength is 5 or 16 or 32, "length of the key");
            Require.That((asked & suite.Cipher) != 0 && (asked & suite.KeySize) != 0, "suite");
        }
    }

    private void WriteAgain(PublicKeyAnswer answer)
    {
        var writer = new PacketWriter(_buffer);
        answer.Write(ref writer);
        var again = PublicKeyAnswer.Read(_buffer.AsSpan(0, writer.Length));
        Require.That(again is not null && again.Capabilities == answer.Capabilities && again.Key.Equals(answer.Key), "written answer");
        Require.That(again!.Key.Fingerprint.ToString() == answer.Key.Fingerprint.ToString(), "written fingerprint");
    }
}
