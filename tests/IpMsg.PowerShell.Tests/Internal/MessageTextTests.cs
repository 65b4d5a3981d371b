using System.Management.Automation;
using IpMsg.PowerShell.Internal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("None", false, "")]
    [InlineData("None", true, "encrypted")]
    [InlineData("UnknownKey", true, "encrypted")]
    [InlineData("Valid", true, "signed")]
    [InlineData("Valid", false, "signed only")]
    [InlineData("Invalid", true, "FORGED?")]
    public void Security_says_how_far_a_message_can_be_trusted(string signature, bool isEncrypted, string word) =>
        Assert.Equal(word, MessageText.Security(Message(("Signature", signature), ("IsEncrypted", isEncrypted))));

    [Theory]
    [InlineData("", "")]
    [InlineData("IsSealed", "sealed")]
    [InlineData("IsSealed IsOpened", "opened")]
    [InlineData("IsSealed IsOpened IsRemoved", "removed")]
    [InlineData("IsAutomatic IsOpened", "automatic")]
    [InlineData("IsBroadcast IsOpened", "broadcast")]
    [InlineData("IsLocked IsOpened", "locked")]
    public void Kind_is_what_matters_most(string which, string word)
    {
        var message = Message();
        foreach (string each in which.Split(' ', System.StringSplitOptions.RemoveEmptyEntries))
            message.Properties.Add(new PSNoteProperty(each, true));
        Assert.Equal(word, MessageText.Kind(message));
    }

    [Fact]
    public void A_line_names_the_first_files()
    {
        Assert.Equal("hi [a, b␛, c, 2 more]",
            MessageText.Line(Message(("IsOpened", true), ("Text", "hi"), ("Attachments", new[] { "a", "b\u001b", "c", "d" }),
                ("Images", new[] { "e" }))));
        Assert.Equal("hi⏎there", MessageText.Line(Message(("IsOpened", true), ("Text", "hi\nthere"))));
        Assert.Equal("hi\nthere", MessageText.Lines(Message(("IsOpened", true), ("Text", "hi\nthere"))));
        Assert.DoesNotContain("secret", MessageText.Line(Message(("IsOpened", false), ("Text", "secret"))));
        Assert.DoesNotContain("secret", MessageText.Lines(Message(("Text", "secret"))));
    }

    private static PSObject Message(params (string Name, object Value)[] properties)
    {
        var message = new PSObject();
        foreach (var (name, value) in properties)
            message.Properties.Add(new PSNoteProperty(name, value));
        return message;
    }
}
