using System.Globalization;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Texts and numbers in the bodies of recorded packets.</summary>
public class RecordedTextTests
{
    [Theory]
    [InlineData(RecordedDialogue.Reference, 43, "ただいま、席をはずしております。\n")]
    [InlineData(RecordedDialogue.Reference, 49, "ただいま、席をはずしております。\n")]
    [InlineData(RecordedDialogue.Reference, 58, "ただいま、席をはずしております。\n")]
    [InlineData(RecordedDialogue.Reference, 70, "Win版Ver4.99r3(x64)")]
    [InlineData(RecordedDialogue.Reference, 79, "日本語 to old peer")]
    [InlineData(RecordedDialogue.Iptux, 18, "hello iptux ☃ 你好")]
    [InlineData(RecordedDialogue.Iptux, 24, "line1\nline2 日本語")]
    [InlineData(RecordedDialogue.Iptux, 30, "")]
    [InlineData(RecordedDialogue.Iptux, 129, "utf8opt ü")]
    [Rule(13, 99)]
    public void R13_and_R99_a_recorded_text_is_read_whatever_says_how(string file, int line, string text)
    {
        var packet = PacketReading.Of(RecordedDialogue.At(file, line).Bytes);
        Assert.Equal(text, Codecs.Japanese.Read(packet.Body, packet.IsUtf8, ObservedEncoding.Unknown, ClientDialects.Of(packet)));
    }

    // The line of a confirmation, and the line of what it confirms.
    [Theory]
    [InlineData(RecordedDialogue.Reference, 55, 52)]
    [InlineData(RecordedDialogue.Reference, 76, 73)]
    [InlineData(RecordedDialogue.Reference, 82, 79)]
    [InlineData(RecordedDialogue.Reference, 85, 79)]
    [InlineData(RecordedDialogue.Reference, 88, 85)]
    [InlineData(RecordedDialogue.Reference, 136, 91)]
    [InlineData(RecordedDialogue.Iptux, 21, 18)]
    [InlineData(RecordedDialogue.Iptux, 27, 24)]
    [InlineData(RecordedDialogue.Iptux, 81, 30)]
    [InlineData(RecordedDialogue.Iptux, 132, 129)]
    [Rule(39, 49, 50)]
    public void R39_R49_and_R50_a_recorded_confirmation_names_the_number_of_its_packet(string file, int line, int confirmedLine)
    {
        Assert.True(PacketNumber.TryRead(PacketReading.Of(RecordedDialogue.At(file, line).Bytes).Body, out uint number));
        Assert.Equal(number.ToString(CultureInfo.InvariantCulture),
            PacketNumber.Text(PacketReading.Of(RecordedDialogue.At(file, confirmedLine).Bytes).Number));
    }
}
