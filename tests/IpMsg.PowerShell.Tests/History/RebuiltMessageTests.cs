using System;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.PowerShell.Tests.Attachments;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;
using SignatureStatus = IpMsg.Protocol.Encryption.SignatureStatus;

namespace IpMsg.PowerShell.Tests.History;

/// <summary>Messages that come back from the disk: they are opened, answered and saved like those that have just arrived.</summary>
public sealed class RebuiltMessageTests : IDisposable
{
    private readonly TransferFixture _fixture = new();
    private readonly StoredHistory _stored = new();

    public void Dispose()
    {
        _stored.Dispose();
        _fixture.Dispose();
    }

    private static ReceivedMessage RecordOf(IpMsgMessage message)
    {
        var listener = message.Listener;
        var owner = new HistoryOwner(listener.Node.Settings.UserName, listener.HostName, listener.BoundAddress?.ToString());
        return ReceivedMapping.ToRecord(message.Message, owner, new MessageDigest(1, 2), null);
    }

    /// <summary>What the next session gets, in $rebuilt.</summary>
    private IpMsgMessage Rebuild(IpMsgMessage message)
    {
        _stored.Write([RecordOf(message)], null, takes: false);
        using var store = new HistoryStore(_stored.FolderOf("alice"), new OwnKeyProtector(() => StoredHistory.Keys), _stored);
        var record = Assert.Single(store.ClaimAbandoned());
        store.Take([record]);
        var rebuilt = new IpMsgMessage(ReceivedMapping.ToMessage(record, message.Listener.Node.Settings.Codec), message.Listener);
        _fixture.Suzuki.Run("$rebuilt = $args[0]", rebuilt);
        return rebuilt;
    }

    /// <summary>What the history has of a message, in $entry.</summary>
    private IpMsgHistoryEntry Keep(IpMsgMessage message, params HistoryUpdate[] updates)
    {
        _stored.Write([RecordOf(message)], _ => updates);
        return _fixture.Suzuki.One<IpMsgHistoryEntry>(
            "$entry = Get-IpMsgHistory -UserName alice -DataPath $args[0]; $entry", _stored.DataPath);
    }

    private static string[] Shown(IpMsgMessage message) =>
    [
        .. typeof(IpMsgMessage).GetProperties().Select(each => each.Name + ": " + Text(each.GetValue(message))),
        .. message.Attachments.Concat(message.Images)
            .SelectMany(file => typeof(IpMsgAttachment).GetProperties().Select(each => each.Name + ": " + Text(each.GetValue(file)))),
        .. typeof(IpMsgSender).GetProperties().Select(each => each.Name + ": " + Text(each.GetValue(message.From))),
    ];

    private static string Text(object? value) => value switch
    {
        DateTimeOffset time => time.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture),
        string[] list => string.Join(", ", list),
        Array objects => objects.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "null",
    };

    [Theory]
    [InlineData("'Hello\n会議 \U0001F600' -Attachment *.bin -Image *.png -Locked")]
    [InlineData("'Hello' -Attachment *.bin -Sealed")]
    [InlineData("'Hello' -NoLog")]
    [InlineData("'Hello' -Encryption Off")]
    public void A_message_shows_the_same_when_it_comes_back(string parameters)
    {
        _fixture.Make("ファイル.bin");
        _fixture.MakeImage("shot.png");
        var message = _fixture.Send("Send-IpMsg suzuki " + parameters);
        if (message.IsEncrypted)
            Eventually.True(() => message.Signature == nameof(SignatureStatus.Valid), "the key of the sender is known");
        var rebuilt = Rebuild(message);
        Assert.NotSame(message.Message, rebuilt.Message);
        Assert.Equal(Shown(message), Shown(rebuilt));
        _fixture.Suzuki.Run("$message, $rebuilt | Open-IpMsg");
        Assert.Equal(Shown(message), Shown(rebuilt));
        Assert.StartsWith("Hello", rebuilt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_message_that_comes_back_is_opened_and_its_sender_is_told()
    {
        Rebuild(_fixture.Send("Send-IpMsg suzuki 'the secret' -Sealed"));
        Assert.Equal("the secret", _fixture.Suzuki.One<IpMsgMessage>("$rebuilt | Open-IpMsg").Text);
        var delivery = _fixture.Sato.One<IpMsgDelivery>("$delivery");
        Eventually.True(() => delivery.OpenedAt is not null, "the sender is told");
    }

    [Fact]
    public void A_message_that_comes_back_is_answered_saved_and_removed()
    {
        string source = _fixture.MakeTree("資料");
        Rebuild(_fixture.Send("Send-IpMsg suzuki hello -Attachment 資料"));
        Assert.Equal("Sato", _fixture.Suzuki.One<IpMsgDelivery>("Send-IpMsg -InReplyTo $rebuilt yes").To);
        var saved = _fixture.Suzuki.One<DirectoryInfo>("$rebuilt | Save-IpMsgAttachment");
        Assert.Equal(TransferFixture.DigestOf(source), TransferFixture.DigestOf(saved.FullName));
        _fixture.Suzuki.Run("$rebuilt | Remove-IpMsg");
        var offer = _fixture.Sato.One<IpMsgOffer>("$delivery.Offers");
        Eventually.True(() => offer.State == nameof(Protocol.Members.Offers.OfferState.Released), "its files are given up");
    }

    [Theory]
    [InlineData("Save-IpMsgAttachment $entry")]
    [InlineData("$entry | Save-IpMsgAttachment")]
    [InlineData("$entry.Attachments | Save-IpMsgAttachment")]
    [InlineData("Revive $entry 4 | Save-IpMsgAttachment")]
    [InlineData("Revive $entry.Attachments[0] | Save-IpMsgAttachment")]
    public void The_files_of_an_entry_are_saved(string script)
    {
        string source = _fixture.Make("a.bin", 100_000);
        Keep(_fixture.Send("Send-IpMsg suzuki hello -Attachment a.bin"));
        var saved = _fixture.Suzuki.One<FileInfo>(Deserialized.Function + script);
        Assert.Equal(TransferFixture.DigestOf(source), TransferFixture.DigestOf(saved.FullName));
    }

    [Theory]
    [InlineData("Send-IpMsg -InReplyTo $entry yes")]
    [InlineData("'yes' | Send-IpMsg -InReplyTo $entry")]
    [InlineData("Send-IpMsg -InReplyTo (Revive $entry) yes")]
    [InlineData("$entry | Send-IpMsg yes")]
    [InlineData("Revive $entry | Send-IpMsg yes")]
    [InlineData("Send-IpMsg $entry yes")]
    [InlineData("Send-IpMsg $entry.From yes")]
    public void An_entry_is_answered(string script)
    {
        Keep(_fixture.Send("Send-IpMsg suzuki hello"));
        Assert.Equal("Sato", _fixture.Suzuki.One<IpMsgDelivery>(Deserialized.Function + script).To);
        Assert.Equal("yes", _fixture.Sato.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
    }

    [Fact]
    public void A_sealed_entry_is_not_saved()
    {
        _fixture.Make("a.bin");
        Keep(_fixture.Send("Send-IpMsg suzuki hello -Attachment a.bin -Sealed"));
        _fixture.Suzuki.Fails("InvalidMessage", "$entry | Save-IpMsgAttachment");
        _fixture.Suzuki.Fails("InvalidMessage", Deserialized.Function + "Revive $entry 4 | Save-IpMsgAttachment");
    }

    [Fact]
    public void A_removed_entry_is_not_saved()
    {
        _fixture.Make("a.bin");
        var message = _fixture.Send("Send-IpMsg suzuki hello -Attachment a.bin");
        var entry = Keep(message, new HistoryUpdate(UpdateKind.Discarded, DateTimeOffset.UtcNow));
        Assert.True(entry.IsRemoved);
        _fixture.Suzuki.Fails("InvalidMessage", "$entry | Save-IpMsgAttachment");
    }

    [Fact]
    public void An_entry_that_was_sent_is_neither_answered_nor_saved_but_its_recipients_are_written_to()
    {
        var sent = StoredHistory.Sent("x", 0, "sato");
        var peer = new HistoryPeer("sato", "pc", "Sato", "", _fixture.Lan.Address(1), _fixture.Lan.Port);
        _stored.Write(new SentMessage { At = sent.At, To = [peer], NumberText = "18", Text = "x", Attachments = [new(1, "a.bin", 5, 1)] });
        _fixture.Suzuki.Run("$entry = Get-IpMsgHistory -UserName alice -DataPath $args[0]", _stored.DataPath);
        var error = _fixture.Suzuki.Fails("ParameterArgumentValidationError", "Send-IpMsg -InReplyTo $entry no");
        Assert.Contains("-To", error.ToString(), StringComparison.Ordinal);
        _fixture.Suzuki.Fails("ParameterArgumentValidationError", "Send-IpMsg -InReplyTo 'sato' no");
        _fixture.Suzuki.Fails("InvalidAttachment", "$entry | Save-IpMsgAttachment");
        Assert.Equal("Sato", _fixture.Suzuki.One<IpMsgDelivery>("Send-IpMsg $entry.Deliveries[0] again").To);
    }
}
