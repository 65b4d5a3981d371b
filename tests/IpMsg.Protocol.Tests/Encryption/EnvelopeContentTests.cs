using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Tests.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>What is inside an envelope.</summary>
public class EnvelopeContentTests
{
    private const string Report = @"1073741824:report.txt:5:6553f100:1:\a";
    private const string To = @"TO:bob-<488c45d2cac847d2>:BOB-PC\acarol:CAROL-PC\a";

    private static readonly Attachment[] s_report = [.. AttachmentText.List(Report)];
    private static readonly RecipientName[] s_recipients = [new("bob-<488c45d2cac847d2>", "BOB-PC"), new("carol", "CAROL-PC")];

    [Fact]
    [Rule(66, 67)]
    public void R66_and_R67_every_part_is_there_with_a_NUL_behind_it()
    {
        Assert.Equal(@"Hello\0", Content("Hello", [], []));
        Assert.Equal(@"\0", Content("", [], []));
        Assert.Equal(@"See file\0" + Report + @"\0", Content("See file", s_report, []));
        Assert.Equal(@"See file\0" + Report + @"\0" + To + @"\0", Content("See file", s_report, s_recipients));
        Assert.Equal(@"No file\0\0" + To + @"\0", Content("No file", [], s_recipients));
    }

    [Fact]
    [Rule(67)]
    public void R67_the_vector_is_written_byte_by_byte_and_read()
    {
        byte[] plaintext = Convert.FromHexString(Vectors.ListsPlaintext);
        Assert.Equal(plaintext,
            WriterOutput.Bytes(
                (ref writer) => EnvelopeContentWriter.Write(ref writer, "See file", TextCodec.Utf8, s_report, s_recipients)));
        Assert.Equal(95, plaintext.Length);
        var content = EnvelopeContent.Read(plaintext, hasLists: true);
        Assert.Equal("See file", Encoding.UTF8.GetString(content.Text));
        Assert.Equal("1073741824 report.txt 5 6553f100 Regular None",
            Assert.Single(AttachmentText.Of(AttachmentListReader.Read(content.Attachments, AttachmentText.Utf8))));
        Assert.Equal(s_recipients, RecipientList.Read(content.Recipients, AttachmentText.Utf8));
    }

    [Theory]
    [InlineData(@"Hello\0", "Hello", "", "")]
    [InlineData("Hello", "Hello", "", "")]
    [InlineData("", "", "", "")]
    [InlineData(@"Hello\0\0\0\0", "Hello", "", "")]
    [InlineData(@"Hello\0list", "Hello", "list", "")]
    [InlineData(@"Hello\0list\0", "Hello", "list", "")]
    [InlineData(@"Hello\0list\0TO:a:b", "Hello", "list", "TO:a:b")]
    [InlineData(@"Hello\0\0TO:a:b\0more", "Hello", "", "TO:a:b")]
    [Rule(67)]
    public void R67_the_last_NUL_may_be_missing(string plaintext, string text, string attachments, string recipients)
    {
        byte[] bytes = EscapedText.Bytes(plaintext);
        var content = EnvelopeContent.Read(bytes, hasLists: true);
        Assert.Equal((text, attachments, recipients),
            (EscapedText.Show(content.Text), EscapedText.Show(content.Attachments), EscapedText.Show(content.Recipients)));
        var plain = EnvelopeContent.Read(bytes, hasLists: false);
        Assert.Equal(text, EscapedText.Show(plain.Text));
        Assert.True(plain.Attachments.IsEmpty && plain.Recipients.IsEmpty);
    }

    [Fact]
    [Rule(66)]
    public void R66_a_plaintext_without_its_NUL_is_as_long_as_what_was_decrypted()
    {
        foreach (string text in (string[])["Hello", "exactly sixteen.", ""])
            Assert.Equal(text, Envelopes.Text(Envelopes.Decrypt(Envelopes.Encrypted(0x41900004, Encoding.UTF8.GetBytes(text)))));
    }

    [Theory]
    [InlineData(@"TO:a:b\ac:d\a", "a@b c@d")]
    [InlineData(@"TO:a:b\ac:d", "a@b c@d")]
    [InlineData(@"TO:\aa:b\a\a:x\ay:\az\ac:d:e\a", "a@b c@d:e")]
    [InlineData("TO:", "")]
    [InlineData("", "")]
    [InlineData("CC:a:b", "")]
    [InlineData(@"TO:\xe6\x97\xa5:\xff\a", "日@\ufffd")]
    [Rule(67)]
    public void R67_the_recipients_of_other_clients_are_read(string list, string recipients) =>
        Assert.Equal(recipients,
            string.Join(' ', RecipientList.Read(EscapedText.Bytes(list), AttachmentText.Utf8).Select(each => each.User + "@" + each.Host)));

    [Fact]
    [Rule(67)]
    public void R67_the_recipient_list_is_cut_between_entries()
    {
        RecipientName[] many =
            [.. Enumerable.Range(0, RecipientList.MaxRecipients).Select(i => new RecipientName($"u{i:00}{new string('x', 97)}", "h:h"))];
        byte[] list = WriterOutput.Bytes((ref writer) => RecipientList.Write(ref writer, many, TextCodec.Utf8));
        Assert.Equal((3 + 27 * 105, 7), (list.Length, list[^1]));
        Assert.Equal(many.Take(27).Select(each => each with { Host = "h;h" }), RecipientList.Read(list, AttachmentText.Utf8));
    }

    [Fact]
    [Rule(66)]
    public void R66_text_is_written_in_the_encoding_of_the_packet()
    {
        byte[] plaintext = WriterOutput.Bytes((ref writer) => EnvelopeContentWriter.Write(ref writer, "テスト", Codecs.ShiftJis, [], []));
        Assert.Equal("83658358836700", Convert.ToHexStringLower(plaintext));
    }

    private static string Content(string text, IReadOnlyList<Attachment> attachments, IReadOnlyList<RecipientName> recipients) =>
        EscapedText.Show(
            WriterOutput.Bytes((ref writer) => EnvelopeContentWriter.Write(ref writer, text, TextCodec.Utf8, attachments, recipients)))
            .Replace(@"\x00", @"\0", StringComparison.Ordinal).Replace(@"\x07", @"\a", StringComparison.Ordinal);
}
