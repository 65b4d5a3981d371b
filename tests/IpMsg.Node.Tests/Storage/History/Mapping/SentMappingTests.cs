using System;
using System.IO;
using System.Linq;
using System.Net;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History.Mapping;

/// <summary>Sent messages, and what becomes of their deliveries, as the history shows them.</summary>
public sealed class SentMappingTests : IDisposable
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 27, 4, 26, 2, TimeSpan.Zero);

    private readonly HistoryFixture _history = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTransport _transport = new();
    private readonly MemberNode _node;

    public SentMappingTests() => _node = Nodes.Start(_folder, _transport);

    public void Dispose()
    {
        _node.Stop();
        _folder.Dispose();
        _history.Dispose();
    }

    private Delivery[] Compose(OutgoingMessage message, int recipients = 1)
    {
        var to = Enumerable.Range(1, recipients).Select(each => new IPEndPoint(IPAddress.Parse("10.1.2." + each), 2425));
        return [.. _node.Outbox.Compose(message, [.. to]).Deliveries];
    }

    private HistoryEntry Keep(SentMessage record, params HistoryUpdate[] updates)
    {
        using (var store = _history.Open())
        {
            Assert.True(store.TryAppend(record));
            foreach (var update in updates)
                Assert.True(store.TryUpdate(record, update));
        }
        return Assert.Single(_history.Query());
    }

    private OutgoingFile Image()
    {
        File.WriteAllBytes(_folder["shot.png"], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2]);
        return OfferFactory.Describe(_folder["shot.png"], asImage: true);
    }

    private OutgoingFile Report()
    {
        File.WriteAllText(_folder["report.txt"], "numbers");
        return OfferFactory.Describe(_folder["report.txt"]);
    }

    [Fact]
    public void Every_field_of_a_delivery_comes_back()
    {
        var delivery = Compose(new OutgoingMessage("the text") { IsSealed = true })[0];
        delivery.Report = new DeliveryReport
        {
            Status = DeliveryStatus.Confirmed,
            Attempts = 3,
            RoundTrip = TimeSpan.FromTicks(123_450),
            Reason = "because",
            Suite = KeptMessages.Envelope(default).Suite,
            IsAddressUnproved = true,
            MayBeTwice = true,
            OpenedAt = s_at.AddMinutes(1),
            DiscardedAt = s_at.AddMinutes(2),
        };
        var entry = Keep(
            SentMapping.ToRecord([delivery], s_at),
            SentMapping.ChangeUpdate(0, DeliveryChange.Confirmed, delivery.Report, s_at),
            SentMapping.ChangeUpdate(0, DeliveryChange.Opened, delivery.Report, s_at),
            SentMapping.ChangeUpdate(0, DeliveryChange.Discarded, delivery.Report, s_at));
        Assert.Equal(delivery.Report, SentDelivery.Of(entry).Single().Report);
        Assert.Equal(("the text", s_at), (entry.Message.Text, entry.Message.At));
        Assert.Equal(delivery.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), entry.Message.NumberText);
        // The history has the time of the message instead of that of its transmission.
        Assert.DoesNotContain(typeof(DeliveryReport).GetProperties(), each =>
            each.Name is not (nameof(DeliveryReport.Refusal) or nameof(DeliveryReport.SentAt)) && each.CanWrite
            && Equals(each.GetValue(delivery.Report), each.GetValue(new DeliveryReport())));
    }

    [Fact]
    public void Each_recipient_has_its_own_end()
    {
        var deliveries = Compose(new OutgoingMessage("to three"), 3);
        var entry = Keep(
            SentMapping.ToRecord(deliveries, s_at, names: ["suzuki", null, "the printer"]),
            SentMapping.DeliveryUpdate(0, new DeliveryReport { Status = DeliveryStatus.Unconfirmed, Attempts = 5 }, s_at),
            SentMapping.DeliveryUpdate(1, new DeliveryReport { Status = DeliveryStatus.Refused, Reason = "no key" }, s_at),
            SentMapping.DeliveryUpdate(0, new DeliveryReport { Status = DeliveryStatus.Confirmed, Attempts = 5 }, s_at));
        var shown = SentDelivery.Of(entry);
        Assert.Equal(
            [(DeliveryStatus.Confirmed, 5, null), (DeliveryStatus.Refused, 0, "no key"), (DeliveryStatus.Pending, 0, null)],
            shown.Select(each => (each.Report.Status, each.Report.Attempts, each.Report.Reason)));
        Assert.Equal([("suzuki", "10.1.2.1", 2425), ("", "10.1.2.2", 2425), ("the printer", "10.1.2.3", 2425)],
            shown.Select(each => (each.To.NickName, each.To.Address, each.To.Port)));
        Assert.Equal(MessageFlags.SendCheck | MessageFlags.Multicast, (MessageFlags)entry.Message.Flags);
    }

    [Fact]
    public void Files_come_back_with_their_paths_and_with_what_became_of_them()
    {
        var message = new OutgoingMessage("files") { Files = [Report(), Image()] };
        var delivery = Compose(message)[0];
        delivery.Offers[0].Report = new OfferReport
        {
            State = OfferState.Taken,
            Taken = 2,
            IsIncomplete = true,
            EndedAt = s_at.AddMinutes(5),
        };
        delivery.Offers[1].Report = new OfferReport { State = OfferState.Withdrawn, Reason = "withdrawn" };
        var entry = Keep(
            SentMapping.ToRecord([delivery], s_at),
            SentMapping.OfferUpdate(0, delivery.Offers[0], s_at),
            SentMapping.OfferUpdate(0, delivery.Offers[1], s_at.AddMinutes(6)));
        var offers = SentDelivery.Of(entry).Single().Offers;
        Assert.Equal(
            [(OfferState.Taken, 2, s_at.AddMinutes(5), null), (OfferState.Withdrawn, 0, s_at.AddMinutes(6), "withdrawn")],
            offers.Select(each => (each.State, each.Taken, each.ChangedAt!.Value, each.Reason)));
        Assert.Equal([true, false], offers.Select(each => each.IsIncomplete));
        Assert.Equal([_folder["report.txt"], _folder["shot.png"]], offers.Select(each => each.Attachment.Path));
        Assert.Equal(delivery.Offers.Select(each => each.Attachment.Id), offers.Select(each => each.Attachment.Id));
        // The recipient's client cannot show images, and got a file.
        Assert.Equal(FileKind.Regular, delivery.Offers[1].Attachment.Kind);
        Assert.Equal([FileKind.Regular, FileKind.Image], offers.Select(each => AttachmentMapping.ToAttachment(each.Attachment).Kind));
        Assert.True(entry.Message.Attachments[0].Modified is not null);
    }

    [Fact]
    public void A_NOLOGOPT_message_leaves_recipients_and_statuses_and_nothing_else()
    {
        var delivery = Compose(new OutgoingMessage("between us") { NoLog = true, Files = [Report()] })[0];
        var entry = Keep(
            SentMapping.ToRecord([delivery], s_at),
            SentMapping.DeliveryUpdate(0, new DeliveryReport { Status = DeliveryStatus.Confirmed, Attempts = 1 }, s_at));
        Assert.Equal((null, 0), (entry.Message.Text, entry.Message.Attachments.Count));
        Assert.Equal(DeliveryStatus.Confirmed, SentDelivery.Of(entry).Single().Report.Status);
        Assert.DoesNotContain("between us", _history.AllBytes, StringComparison.Ordinal);
        Assert.DoesNotContain("report.txt", _history.AllBytes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, false, false, MessageFlags.SendCheck | MessageFlags.Sealed | MessageFlags.ReadCheck)]
    [InlineData(false, true, false, false, MessageFlags.SendCheck | MessageFlags.Locked)]
    [InlineData(false, false, true, false, MessageFlags.NoAddList)]
    [InlineData(false, false, false, true, MessageFlags.Broadcast)]
    public void The_record_has_the_flags_that_are_sent(bool isSealed, bool isLocked, bool isOneShot, bool isBroadcast, MessageFlags flags)
    {
        var message = new OutgoingMessage("x") { IsSealed = isSealed, IsLocked = isLocked, IsOneShot = isOneShot };
        var delivery = Compose(message)[0];
        Assert.Equal(flags, (MessageFlags)SentMapping.ToRecord([delivery], s_at, isBroadcast).Flags);
        if (!isBroadcast)
            Assert.Equal(flags, delivery.MessageForm.Flags);
    }
}
