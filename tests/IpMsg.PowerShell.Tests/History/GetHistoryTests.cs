using System;
using System.Linq;
using System.Text.Json;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;
using Xunit;
using static IpMsg.PowerShell.Tests.History.StoredHistory;

namespace IpMsg.PowerShell.Tests.History;

/// <summary>Get-IpMsgHistory: which messages it writes, and what they show.</summary>
public sealed class GetHistoryTests : IDisposable
{
    private readonly StoredHistory _stored = new();

    public void Dispose() => _stored.Dispose();

    private void WriteWeek() => _stored.Write(
    [
        .. Enumerable.Range(0, 7).Select(day => day % 2 == 0
            ? Received("day " + day, day)
            : Received("day " + day, day, user: "sato", nick: "Sato")),
        Sent("to both 会議", 7, "suzuki", "sato"),
        Sent("to the printer", 8, "printer"),
    ]);

    private static string[] Days(params int[] days) => [.. days.Select(each => "day " + each)];

    [Theory]
    [InlineData("-First 2", "day 0|day 1")]
    [InlineData("-Last 2", "to both 会議|to the printer")]
    [InlineData("sato -Last 2", "day 5|to both 会議")]
    [InlineData("-With SATO", "day 1|day 3|day 5|to both 会議")]
    [InlineData("-With 'sato@sato-pc' -First 1", "day 1")]
    [InlineData("-With sato-pc -First 1", "day 1")]
    [InlineData("-With 鈴* -Last 1", "day 6")]
    [InlineData("-With 'pri*', 鈴木 -Last 2", "day 6|to the printer")]
    [InlineData("-With 10.1.2.4", "to both 会議|to the printer")]
    [InlineData("-With '10.1.2.4:2425' -Last 1", "to the printer")]
    [InlineData("-With ([ipaddress]'10.1.2.4') -Last 1", "to the printer")]
    [InlineData("-With ([System.Net.IPEndPoint]::new([ipaddress]'10.1.2.4', 2425)) -Last 1", "to the printer")]
    [InlineData("-With ([pscustomobject]@{ UserName = 'sato'; HostName = 'sato-pc' }) -First 1", "day 1")]
    [InlineData("-With ([pscustomobject]@{ From = @{ x = 1 } ; UserName = 'nobody' })", "")]
    [InlineData("-With nobody", "")]
    [InlineData("-Text 会議", "to both 会議")]
    [InlineData("-Text 'DAY 3'", "day 3")]
    [InlineData("-Text 'day *'", "")]
    [InlineData("-Text day -With sato -Last 1", "day 5")]
    [InlineData("-Since '2026-11-03T00:00:00Z' -Before '2026-11-05T00:00:00Z'", "day 2|day 3")]
    [InlineData("-Before ([datetime]::SpecifyKind('2026-11-02', 'Utc'))", "day 0")]
    [InlineData("-Since ([datetimeoffset]'2026-11-09T00:00:00Z')", "to the printer")]
    public void Parameters_choose_messages_newest_last(string parameters, string texts)
    {
        WriteWeek();
        Assert.Equal(texts.Split('|', StringSplitOptions.RemoveEmptyEntries), _stored.Texts(parameters));
    }

    [Fact]
    public void Without_parameters_it_writes_all_as_they_were()
    {
        WriteWeek();
        Assert.Equal([.. Days(0, 1, 2, 3, 4, 5, 6), "to both 会議", "to the printer"], _stored.Texts());
    }

    [Fact]
    public void A_message_or_an_entry_stands_for_its_sender()
    {
        WriteWeek();
        _stored.Session.Run("$entry = Get-IpMsgHistory -UserName alice -DataPath $args[0] -First 1", _stored.DataPath);
        Assert.Equal(Days(0, 2, 4, 6), _stored.Texts("-With $entry").Take(4));
        Assert.Equal(Days(0, 2, 4, 6), _stored.Texts("-With $entry.From").Take(4));
    }

    [Fact]
    public void A_received_message_shows_all_that_is_known_of_it()
    {
        var message = Received("with files", flags: 0x20_0100);
        message.Attachments = [new(1, "a.txt", 5, 1), new(2, "folder", 9, 2), new(3, "i.png", 7, 0x20)];
        _stored.Write([message], _ => [ReceivedMapping.SavedUpdate(2, "/home/alice/folder", Day.AddHours(1))]);
        var entry = Assert.Single(_stored.Get());
        Assert.Equal(("Received", Day, "鈴木", "with files"), (entry.Direction, entry.Time, entry.Who, entry.Text));
        var from = entry.From!;
        Assert.Equal(("鈴木", "Ops", "suzuki", "suzuki-pc"), (from.NickName, from.GroupName, from.UserName, from.HostName));
        Assert.Equal(("10.1.2.3", 2425, "10.1.2.3:2425"), (from.Address, from.Port, from.EndPoint));
        Assert.Equal(["a.txt", "folder"], entry.Attachments.Select(each => each.Name));
        Assert.Equal([null, "/home/alice/folder"], entry.Attachments.Select(each => each.SavedPath));
        var folder = entry.Attachments[1];
        Assert.Equal((0, Day.AddHours(1)), (folder.Size, folder.SavedAt!.Value));
        Assert.Equal(("alice", "ALICE-PC", "17"), (folder.UserName, folder.HostName, folder.PacketNumber));
        Assert.Equal("i.png", Assert.Single(entry.Images).Name);
        Assert.True(entry is { IsConfirmed: true, IsOpened: true, IsSealed: false, TakenAt: not null, OpenedAt: null });
        Assert.Equal((0, "17"), (entry.Deliveries.Length, entry.PacketNumber));
    }

    [Fact]
    public void A_sent_message_shows_its_deliveries()
    {
        var reports = new[]
        {
            new DeliveryReport { Status = DeliveryStatus.Confirmed, Attempts = 2, RoundTrip = TimeSpan.FromMilliseconds(3) },
            new DeliveryReport { Status = DeliveryStatus.Unconfirmed, Attempts = 5, Reason = "no answer" },
        };
        var to = Sent("", 0, "suzuki", "sato").To;
        var sealedMessage = new SentMessage { At = Day, To = to, Flags = 0x10_0300, Text = "secret", NumberText = "18" };
        _stored.Write([sealedMessage], _ =>
        [
            SentMapping.DeliveryUpdate(0, reports[0], Day),
            SentMapping.DeliveryUpdate(1, reports[1], Day),
            SentMapping.ChangeUpdate(0, DeliveryChange.Opened, reports[0], Day.AddMinutes(7)),
        ]);
        var entry = Assert.Single(_stored.Get());
        Assert.Equal(("Sent", "suzuki, sato", "secret"), (entry.Direction, entry.Who, entry.Text));
        Assert.Equal((true, false), (entry.IsSealed, entry.IsConfirmed));
        Assert.Equal(
            [("suzuki", "Confirmed", 2), ("sato", "Unconfirmed", 5)],
            entry.Deliveries.Select(each => (each.To, each.Status, each.Attempts)));
        Assert.Equal((3d, null), (entry.Deliveries[0].RoundTripMs, entry.Deliveries[1].RoundTripMs));
        Assert.Equal(Day.AddMinutes(7), entry.OpenedAt);
        Assert.Equal([Day.AddMinutes(7), null], entry.Deliveries.Select(each => each.OpenedAt));
        Assert.Null(entry.From);
    }

    [Fact]
    public void A_sealed_text_is_there_once_it_was_opened_and_not_before()
    {
        _stored.Write(
            [Received("closed secret", flags: 0x300), Received("open secret", flags: 0x300)],
            message => message.Text != "open secret" ? [] : [new(UpdateKind.Opened, Day.AddHours(2)) { Text = message.Text }]);
        var entries = _stored.Get();
        Assert.Equal([null, "open secret"], entries.Select(each => each.Text));
        Assert.Equal([null, Day.AddHours(2)], entries.Select(each => each.OpenedAt));
        Assert.Equal(["(sealed)", "open secret"], entries.Select(each => each.ToString()));
        Assert.Equal(["open secret"], _stored.Texts("-Text secret"));
    }

    [Fact]
    public void A_text_that_is_not_to_be_logged_is_never_shown()
    {
        _stored.Write([Received("between us", flags: 0x2_0100)], null, takes: false);
        var entry = Assert.Single(_stored.Get());
        Assert.Equal((null, true, "(not logged)"), (entry.Text, entry.NoLog, entry.ToString()));
        Assert.Empty(_stored.Texts("-Text between"));
    }

    [Fact]
    public void What_waits_to_be_received_is_shown_and_still_waits()
    {
        _stored.Write([Received("unread")], null, takes: false);
        Assert.Null(Assert.Single(_stored.Get()).TakenAt);
        Assert.Contains("unread", _stored.AllBytes(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"taken\"", _stored.AllBytes(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_that_was_checked_later_is_shown()
    {
        var message = Received("signed");
        _stored.Write([message], _ => [ReceivedMapping.CheckedUpdate(SignatureStatus.Valid, Day)]);
        Assert.Equal("Valid", Assert.Single(_stored.Get()).Signature);
    }

    [Fact]
    public void Its_properties_are_values_that_JSON_takes()
    {
        WriteWeek();
        var entry = _stored.Get("-Last 2")[0];
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(entry));
        Assert.Equal("to both 会議", json.RootElement.GetProperty("Text").GetString());
        Assert.Equal("Sent", json.RootElement.GetProperty("Direction").GetString());
        Assert.Equal("10.1.2.4:2425", json.RootElement.GetProperty("Deliveries")[0].GetProperty("EndPoint").GetString());
    }

    [Fact]
    public void Ctrl_C_ends_it_also_while_another_process_keeps_the_store_locked()
    {
        WriteWeek();
        using var writer = new StoreLock(DiskFiles.Instance, _stored.FolderOf("alice"));
        writer.Enter();
        using var task = _stored.Session.Begin("Get-IpMsgHistory -UserName alice -DataPath $args[0]", _stored.DataPath);
        Assert.InRange(task.Stop(), TimeSpan.Zero, StoreLock.MaxWait / 2);
        Assert.Empty(task.Output);
    }
}
