using System.Collections.Generic;
using System.Linq;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>Scripts for the start: each has one course of events.</summary>
internal static class MemberSeeds
{
    // 0 without keys, 1 with keys and a fingerprint in the name, ! with keys and without, \x03 with keys and a disk.
    private static readonly string[] s_scripts =
    [
        // An entry, its answer, a message, its confirmation, a repetition.
        @"0|a00|t05|d001:7:peer0:PC0:16777217:Nick\0Group\0\nUN:peer0\nHN:PC0|t0:|m00Hello|k00|d001:1767225700:peer0:PC0:288:Hello|r01",
        // A sealed message that is opened, taken and discarded; questions.
        @"0|E0;|d001:5:peer0:PC0:800:sealed\0|u00|o00|t09|c00|i01|d001:8:peer0:PC0:65:Version 5\0|i00|t0;",
        // Absence with a text, questions from strangers.
        @"0|p01gone home, back on Monday with a long text that is longer than the question|d201:5:x:X:288:Hello\0|d401:6:x:X:80:"
            + @"|d401:7:x:X:64:|d401:8:x:X:18:0\0|d401:8:x:X:16:|E00|t0?",
        // Host lists.
        @"0|l01|d001:5:peer0:PC0:19:    0\a    2\aalice\aALICE-PC\a224657408\a10.0.0.20\a30985\aAlice\aDev\a"
            + @"bob\aBOB-PC\a0\a10.0.0.21\a30985\a\b\a\b\a|t08|l00"
            + @"|d001:6:peer0:PC0:17:|d001:5:peer0:PC0:19:    0\a    1\ac\aC\a16777472\a10.0.0.22\a30985\ac[x]\a\b\a|f00|t0=",
        // Keys and encryption, both ways.
        @"1|e0;|t0:|m00Hello|y00|t08|k00|x05ABCD|x25ABCD|r01|x41CCCC|t0=",
        @"!|e0;|q00|y00|t08|h00|x05EEEE|x04EEEE|j00|x71FFFF|e73|m71sealed|y70|t08|t08|k70|C01|m00Hi|t0=",
        @"\x03|e0;|D01|x05GGGG|D00|x05GGGG|r01|d001:100:peer0:PC0:288:on disk|v00|e00|d001:100:peer0:PC0:288:on disk|z00|t0>",
        // Dictionaries both ways: messages, signed only, sealed, repeated, damaged; a confirmation and questions in dictionaries.
        @"1|e0{|y00|t08|m00Hello|t0:|k00|X0Adict|r01|r20|X0Isigned|r00|X0Csealed|u00|o00|t08|X0aforged|X1Aname",
        @"1|E0{|t08|X0Aearly|y00|t08|X0Aearly|m00Hi|t08|X0P!|m00Hi|t08|X0P!1|X0QP|X0Q@|X0R0|r00|t0;|v00|e0{|X0E|t0>",
        @"\x03|e0{|y00|t08|D01|X0Aon disk|D00|r00|X0Iplain|j00|X0Aagain|t0=",
        // Questions for our key.
        @"1|d201:5:x:X:114:65920006\0|r02|t08|d301:5:x:X:114:20002\0|d201:6:x:X:4194592:41900004:QUJD:QUJDQUJDQUJDQUJDQUJDQQ==:QUI=\0|t0>",
        // Offers.
        @"0|e0;|m04with a file|k00|g001:9:peer0:PC0:96:69560bb8:0:0:\0|g011:9:peer0:PC0:96:69560bb9:1:0:\0"
            + @"|d001:9:peer0:PC0:97:1767225400\0|W00",
        // iptux and FeiQ.
        @"0|d201_iptux 0.10:12:root:vm:65793:\0\0\0utf-8\0|a00|t0:|E20"
            + @"|d201_lbt6_0#128#C85B#0#0#0#4001#9:55:Lee:LEE:288:\xc4\xe3\xba\xc3\0|t0:",
        // Clocks, networks, moves and a full day.
        @"0|e08|w07|d001:1767225700:peer0:PC0:288:Hello|w00|r01|N00|a00|N01|d201:7:peer0:PC0:1:Nick\0|t0;|d201:8:peer0:PC0:1:Nick\0"
            + @"|M00all|R00|G00|t0?",
        // A repetition after ten minutes, and one after the peer has left and entered again with its old numbers.
        @"0|d001:100:peer0:PC0:288:Hello|r00|t0>|r00|v00|e00|d001:100:peer0:PC0:288:Hello|r01",
    ];

    internal static IReadOnlyList<byte[]> All { get; } = [.. s_scripts.Select(Script), .. Single()];

    internal static IReadOnlyList<byte[]> Words { get; } =
    [
        .. Seeds.Words(":288:", ":800:", ":16777217:", ":33:", ":3:", ":19:", ":18:", ":114:", ":115:", ":4194592:", ":80:", ":64:",
            "peer0:PC0", "peer1:PC1", "1767225601", "1767225602", "\nPN:0123456789abcdef", "\0\nPF:1"),
        .. new[]
        {
            "|t0?", "|t08", "|r01", "|r20", "|e0;", "|E0;", "|v00", "|k00", "|y00", "|x05", "|m00", "|z00", "|d001:", "|u00", "|a00",
            "|X0A", "|X0P!", "|e0{",
        }.Select(Script),
    ];

    // Every example from two peers, to a member that is absent.
    private static IEnumerable<byte[]> Single() => ExampleDatagrams.All.Select((datagram, at) =>
        (byte[])[(byte)(at & 3), .. Script("|p00away|d20"), .. datagram, .. Script("|r40|t08|E2;|r21")]);

    private static byte[] Script(string text) => [.. EscapedText.Bytes(text).Select(each => each == (byte)'|' ? (byte)0xFF : each)];
}
