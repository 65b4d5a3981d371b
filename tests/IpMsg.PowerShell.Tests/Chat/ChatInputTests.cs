using IpMsg.PowerShell.Chat;
using Xunit;

namespace IpMsg.PowerShell.Tests.Chat;

public sealed class ChatInputTests
{
    [Theory]
    [InlineData("hello", null, "hello")]
    [InlineData(" /who", null, " /who")]
    [InlineData("//usr/bin is full", null, "/usr/bin is full")]
    [InlineData("/who", "who", "")]
    [InlineData("/SEAL  a  secret ", "seal", "a  secret")]
    [InlineData("/seal two\nlines", "seal", "two\nlines")]
    [InlineData("/usr/bin", "usr/bin", "")]
    [InlineData("/", "", "")]
    public void A_slash_begins_a_command(string line, string? command, string text) =>
        Assert.Equal(new ChatInput(command, text), ChatInput.Read(line));

    [Theory]
    [InlineData("report.pdf", "report.pdf", "")]
    [InlineData("report.pdf the report", "report.pdf", "the report")]
    [InlineData("\"my files/a b.txt\"  two words", "my files/a b.txt", "two words")]
    [InlineData("'it.txt'", "it.txt", "")]
    [InlineData("\"not closed", "not closed", "")]
    [InlineData("", "", "")]
    public void A_path_is_a_word_or_in_quotes(string text, string word, string remainder) =>
        Assert.Equal((word, remainder), ChatInput.Divide(text));
}
