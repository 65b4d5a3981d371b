using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

/// <summary>What the switches of Send-IpMsg put on the wire.</summary>
public sealed class SendWireTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ScriptedPeer _suzuki;

    public SendWireTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
        _suzuki = _lan.Member(_listener, 2, "suzuki");
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    [Rule(53)]
    public void R53_many_recipients_get_one_datagram_each_with_one_number()
    {
        var tanaka = _lan.Member(_listener, 3, "tanaka");
        var deliveries = _session.All<IpMsgDelivery>("Send-IpMsg suzuki,tanaka hi");
        var datagrams = _suzuki.ReceivedOf(Wire.SendMessage).Concat(tanaka.ReceivedOf(Wire.SendMessage)).ToArray();
        Assert.Equal(2, datagrams.Length);
        Assert.Equal(datagrams[0].Number, datagrams[1].Number);
        Assert.All(datagrams, each => Assert.True(each.Has(Wire.Multicast) && each.Has(Wire.SendCheck)));
        Assert.All(deliveries,
            each => Assert.Equal(datagrams[0].Number, each.PacketNumber.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("", Wire.SendCheck)]
    [InlineData("-Sealed", Wire.SendCheck | Wire.Sealed | Wire.ReadCheck)]
    [InlineData("-Locked", Wire.SendCheck | Wire.Locked)]
    [InlineData("-NoLog", Wire.SendCheck | Wire.NoLog)]
    [InlineData("-Sealed -Locked -NoLog", Wire.SendCheck | Wire.Sealed | Wire.ReadCheck | Wire.Locked | Wire.NoLog)]
    [InlineData("-NoAnnounce", Wire.NoAddList)]
    [Rule(49, 54, 56)]
    public void R49_R54_R56_switches_are_flags(string switches, uint flags)
    {
        _session.Run("Send-IpMsg suzuki hi " + switches);
        Assert.Equal(flags, Assert.Single(_suzuki.Await(Wire.SendMessage)).Word & 0x00FFFF00 & ~Wire.Utf8);
    }

    [Fact]
    [Rule(50)]
    public void R50_the_opening_of_a_sealed_message_shows_in_its_delivery()
    {
        var delivery = _session.One<IpMsgDelivery>("Send-IpMsg suzuki hi -Sealed");
        Assert.Null(delivery.OpenedAt);
        string notice = _suzuki.Send(_listener.Node.LocalEndPoint, Wire.ReadMessage | Wire.ReadCheck, delivery.PacketNumber + "\0");
        Assert.Equal(notice, _suzuki.Await(Wire.AnswerReadMessage)[0].Body);
        Eventually.True(() => delivery.OpenedAt is not null, "the delivery shows the opening");
    }

    [Fact]
    [Rule(19)]
    public void R19_line_ends_travel_as_LF()
    {
        _session.Run("Send-IpMsg suzuki \"a`r`nb`rc`nd\"");
        Assert.Equal("a\nb\nc\nd", _suzuki.Await(Wire.SendMessage)[0].Body);
    }

    [Fact]
    public void A_stranger_is_introduced_to_before_the_message()
    {
        var stranger = _lan.Peer(3);
        _session.Run("Send-IpMsg $args[0] hi", _lan.Address(3));
        Assert.Equal([Wire.Entry, Wire.SendMessage], stranger.Received.Select(each => each.Command));
    }

    [Fact]
    public void A_member_is_not_introduced_to_again()
    {
        // An address outside the own networks is asked once whether it receives (R120).
        _suzuki.Await(Wire.Entry);
        _session.Run("Send-IpMsg suzuki hi");
        Assert.Single(_suzuki.ReceivedOf(Wire.Entry));
    }

    [Fact]
    public void With_NoAnnounce_a_stranger_gets_one_bare_datagram()
    {
        var stranger = _lan.Peer(3);
        var delivery = _session.One<IpMsgDelivery>("Send-IpMsg $args[0] hi -NoAnnounce", _lan.Address(3));
        Assert.Equal((nameof(DeliveryStatus.Sent), 1, (double?)null), (delivery.Status, delivery.Attempts, delivery.RoundTripMs));
        stranger.Await(Wire.SendMessage);
        Assert.Equal(Wire.SendMessage, Assert.Single(stranger.Received).Command);
    }

    [Fact]
    [Rule(13)]
    public void R13_a_text_that_is_not_ASCII_reaches_a_stranger_in_what_its_answer_says()
    {
        var stranger = _lan.Peer(3, "たなか");
        var delivery = _session.One<IpMsgDelivery>("Send-IpMsg $args[0] 'こんにちは'", _lan.Address(3));
        var datagram = Assert.Single(stranger.Await(Wire.SendMessage));
        Assert.True(datagram.Has(Wire.Utf8));
        Assert.Equal("こんにちは", datagram.Body);
        Assert.Equal(nameof(DeliveryStatus.Confirmed), delivery.Status);
    }

    [Fact]
    public void Characters_that_the_recipient_has_not_are_warned_of()
    {
        _lan.Member(_listener, 3, "old", peer => peer.IsOld());
        var result = _session.Try("Send-IpMsg old 'ไทย'");
        Assert.Contains("question marks", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(nameof(DeliveryStatus.Confirmed), ((IpMsgDelivery)result.Output[0].BaseObject).Status);
    }
}
