using System;
using System.Collections.Generic;
using IpMsg.Protocol.IPDict;

namespace IpMsg.Fuzzing.Targets;

/// <summary>
/// A dictionary (R101 to R103) as a datagram, from a stream and in the line of an entry, with all types of values. RSA is left out: it
/// is the platform's.
/// </summary>
internal sealed class IpDictTarget : FuzzTarget
{
    internal override string Name => "ipdict";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.Of(
        "IP2:0::Z",
        "IP2:3d:key1:3:3e8:key2:4:str1:key3:c:key31:4:-7d0:key4:b:3:3e8:3:7d0:Z",
        @"IP2:1b:t:0::d:0::l:0::w:8:IP2:0::Z:Z\0\0\0",
        "IP2:3e:VER:1:3:PKT:8:6553f10a:UID:5:alice:HID:8:ALICE-PC:BODY:5:Hello:Z",
        @"IP2:40:EF:6:500004:EI:10:0123456789abcdef:EK:4:\x00\x01\x02\x03:EB:a:\xff\xfe12345678:Z",
        @"\nUN:alice\nIP:SVAyOjEzOlNWQURSOmI6MTkyLjE2OC4wLjE6Wg==");

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        "IP2:", ":Z", "IP2:0::Z", ":0:", ":1:", ":8:", "SIGN:100:", "PUBE:5:10001", "EF:6:500004", "-8000000000000000", "7fffffffffffffff",
        "ffffffff:", "\nIP:");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        IpDict.TryRead(IpDictLine.Read(input), out _);
        bool isDict = IpDict.TryRead(input, out var dict);
        CheckStream(input, isDict);
        if (!isDict)
            return;
        byte[] written = IpDictWriter.Of(dict).ToArray();
        Require.That(IpDict.TryRead(written, out var again) && again.Content.Length <= dict.Content.Length, "written dictionary");
        Require.That(IpDictWriter.Of(again).ToArray().AsSpan().SequenceEqual(written), "written again");
        if (dict.TryGetLast(out _, out _))
            Require.That(IpDict.TryRead(IpDictSignature.SignedPart(dict), out _), "signed part");
        IpDictSignature.Of(dict);
        if (IpDictEnvelope.Read(dict) is { } envelope)
            Require.That(envelope is { Counter.Length: 16, SessionKey.Length: 256 } && envelope.Suite.IsSigned, "envelope");
        CheckValues(dict);
    }

    private static void CheckStream(ReadOnlySpan<byte> input, bool isDict)
    {
        var assembler = new IpDictAssembler(input.Length);
        foreach (byte each in input)
            assembler.Feed([each]);
        Require.That(!isDict || assembler.Progress == IpDictProgress.Complete, "stream of a datagram");
        Require.That(assembler.Progress != IpDictProgress.Complete || assembler.TryRead(out _), "complete stream");
    }

    private static void CheckValues(in IpDict dict)
    {
        int count = 0;
        foreach (var item in dict.Items)
        {
            Require.That(++count <= IpDict.MaxItems && item.Key.IndexOf((byte)':') < 0, "items");
            Require.That(dict.TryGet(item.Key, out var value) && value == item.Value, "value of a key");
            if (IpDictValue.TryNumber(item.Value, out long number))
                Require.That(IpDictValue.TryNumber(IpDictWriter.BytesOf(number), out long same) && same == number, "number");
            IpDictValue.TryFloat(item.Value, out _);
            IpDict.TryRead(item.Value, out _);
            if (IpDict.TryReadContent(item.Value, out var nested))
                Require.That(IpDictWriter.Of(nested).ContentLength <= item.Value.Length, "nested dictionary");
            if (!IpDictList.TryRead(item.Value, out var list))
                continue;
            int length = 0;
            foreach (var each in list)
                length += each.Length + 2;
            Require.That(length <= item.Value.Length, "list");
        }
    }
}
