using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Unicode;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>
/// Text in unknown encodings (R13, R19, R20, R99), compared with the validation of .NET, and the marks of FeiQ (R108, R112).
/// </summary>
internal sealed class TextTarget : FuzzTarget
{
    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "text";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.WithChoices(Targets.Seeds.Of(
        "Hello", @"a\r\nb\rc\n", @"\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88", @"\x83\x65\x83\x58\x83\x67", @"\xc4\xe3\xba\xc3",
        @"\xef\xbf\xbd\xef\xbf\xbd",
        @"\xf0\x9f\x98\x80\xed\xa0\x80\xc0\xaf", @"\x81\x30\x81\x30", @"\xbe\xc8\xb3\xe7",
        @"\xc4\xe3\xba\xc3{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 Arial 8404992;}",
        "/:)/~#>0123abcd<B~ and /wx{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 Segoe UI 0;}",
        @"\xe3\x81\x82\xe3\x81\x84\xe3\x81\x86\xe3\x81\x88\xe3\x81\x8a\xe3\x81\x82\xe3\x81\x84\xe3\x81\x86\xe3\x81\x88\xe3\x81\x8a"
            + @"\xe3\x81\x82\xe3\x81\x84\xe3\x81\x86\xe3\x81\x88\xe3\x81\x8a\xe3\x81\x82\xe3\x81\x84\xe3\x81"));

    internal override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Targets.Seeds.Words("{/font;", ";}", " 0 0 0 400 0 0 0 134 0 0 2 32 Arial 0;}", "/~#>", "<B~", "/:)", "\r\n"),
        [0xE3, 0x83, 0x86], [0xEF, 0xBF, 0xBD], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC2], [0x81, 0x30, 0x81, 0x30],
    ];

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var choices = Choices.Of(input, out var bytes);
        string text = choices.Codec.Read(bytes, choices.IsFlagged, choices.Observed, choices.Dialect);
        Require.That(!text.Contains('\r') && text.Length <= 2 * bytes.Length, "text");
        CheckEvidence(bytes);
        var learnt = TextCodec.Learn(choices.Observed, bytes);
        Require.That(TextCodec.Learn(learnt, bytes) == learnt, "learning twice");
        WriteAgain(choices.Codec, text);
        string shown = FeiQText.Read(text);
        Require.That(shown.Length <= text.Length + text.Length * 8 && (shown.Length <= text.Length || text.Contains('/')), "marks of FeiQ");
    }

    private static void CheckEvidence(ReadOnlySpan<byte> bytes)
    {
        var evidence = Utf8Check.Examine(bytes);
        bool isAscii = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0;
        Require.That(isAscii == (evidence == TextEvidence.Neutral), "ASCII");
        // The text may be cut off within its last character.
        bool isUtf8 = Utf8.IsValid(bytes);
        for (int cut = 1; cut <= 3 && !isUtf8 && evidence is TextEvidence.Utf8 or TextEvidence.CertainUtf8 && cut < bytes.Length; cut++)
            isUtf8 = Utf8.IsValid(bytes[..^cut]);
        Require.That(isAscii || isUtf8 == (evidence != TextEvidence.CodePage), "UTF-8");
    }

    private void WriteAgain(TextCodec codec, string text)
    {
        foreach (var encoding in new ReadOnlySpan<Encoding>([TextCodec.Utf8, codec.CodePage, codec.Chinese]))
        {
            var writer = new PacketWriter(_buffer);
            writer.Text(text, encoding);
            bool isWritable = TextCodec.CanWrite(text, encoding);
            if (writer.IsFull || !isWritable)
                continue;
            string again = PacketReader.Text(_buffer.AsSpan(0, writer.Length), encoding);
            Require.That(again == text.Replace("\0", "", StringComparison.Ordinal), "written text");
        }
    }
}
