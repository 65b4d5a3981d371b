using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>
/// The members of a master's list that nobody has used (R132). The list names 1,000 members of segment 7, which do not exist.
/// </summary>
public sealed class UnaskedMemberTests
{
    private const int Poll = 60_000, Cycle = 180_000, Listed = 1_000, Strangers = 8;

    // Two questions, the second one ten seconds after the first, and the minute after which a member is forgotten.
    private const int Forget = 75_000;
    private const long Later = 9_000_000_000;

    private readonly Campus _campus = new();
    private readonly List<(IPEndPoint From, IPEndPoint To)> _entries = [];
    private readonly Forger _master;

    public UnaskedMemberTests()
    {
        _campus.Lan.Run(2 * Poll + 12_000);
        string name = FingerprintName.Of(Campus.NameOf(Campus.MasterPlace), TestKeys.Alice.Public);
        _master = new Forger(_campus.Lan, Campus.MasterPlace, name, TestKeys.Alice);
        _campus.Lan.Tap = (from, to, bytes) =>
        {
            if (PacketReader.TryRead(bytes, out var packet) && packet.Command == Command.Entry)
                _entries.Add((from, to));
        };
    }

    private SimulatedHost User => _campus.Users[0];

    private HashSet<IPEndPoint> AskedBy(SimulatedHost user) => [.. _entries.Where(each => each.From.Equals(user.EndPoint)
        && Hosts.Segment(7).Contains(each.To.Address)).Select(each => each.To)];

    private void SendList(SimulatedHost user, IReadOnlyList<HostListEntry>? more = null)
    {
        long? version = user.Machine.MasterUser()!.ListVersion;
        _master.Send(Forger.Of([.. Hosts.Several(7, Listed), .. more ?? []], Later, version), user.EndPoint);
    }

    private Member Known(IPEndPoint place) => User.Machine.MemberAt(place)!;

    [Fact]
    [Rule(132)]
    public void R132_in_a_small_campus_everybody_is_asked()
    {
        Assert.Empty(_campus.Missing);
        Assert.All(_campus.Users, each => Assert.DoesNotContain(each.Machine.Members, member => member.IsFromHostList));
    }

    [Fact]
    [Rule(132)]
    public void R132_of_a_long_list_few_are_asked_and_each_user_asks_others()
    {
        SendList(User);
        SendList(_campus.Users[^1]);
        Assert.Equal(Listed, User.Machine.Members.Count(each => each.IsFromHostList));
        _campus.Lan.Run(2 * Forget);
        var (asked, others) = (AskedBy(User), AskedBy(_campus.Users[^1]));
        Assert.InRange(asked.Count, MasterMembers.MaxAsked / 2, MasterMembers.MaxAsked);
        Assert.InRange(others.Count, MasterMembers.MaxAsked / 2, MasterMembers.MaxAsked);
        Assert.InRange(asked.Intersect(others).Count(), 0, asked.Count / 2);
        // All stay, as what they are.
        var listed = User.Machine.Members.Where(each => Hosts.Segment(7).Contains(each.EndPoint.Address)).ToArray();
        Assert.Equal(Listed, listed.Length);
        Assert.All(listed, each => Assert.Equal((true, asked.Contains(each.EndPoint)), (each.IsFromHostList, each.IsDoubtful)));
    }

    [Fact]
    [Rule(132)]
    public void R132_changes_cause_no_more_questions_than_the_list()
    {
        SendList(User);
        for (int i = 0; i < 20; i++)
        {
            // The same members with another state, and newcomers.
            HostListEntry[] hosts =
                [.. Hosts.Several(7, Listed).Select(each => each with { Nick = "state " + i }), Hosts.Of(8, i + 1)];
            _master.Send(Forger.Of(hosts, Later + i + 1, Later + i), User.EndPoint);
            _campus.Lan.Run(2_000);
        }
        _campus.Lan.Run(Forget);
        Assert.InRange(AskedBy(User).Count, 1, MasterMembers.MaxAsked);
        Assert.Equal("state 19", Known(Hosts.At(7, 1)).NickName);
    }

    [Fact]
    [Rule(132)]
    public void R132_a_message_to_a_member_that_was_not_asked_is_encrypted_and_confirmed_at_the_first_try()
    {
        var stranger = ListStrangers();
        var delivery = Send(stranger.EndPoint, "first words");
        Assert.Equal((DeliveryStatus.Confirmed, 1), (delivery.Status, delivery.Attempts));
        Assert.Equal(TestKeys.Alice.Public, delivery.EncryptedFor);
        var received = Assert.Single(stranger.Machine.Inbox.Waiting);
        Assert.Equal(("first words", true, User.EndPoint), (received.Text, received.IsEncrypted, received.Sender!.EndPoint));
        Assert.False(Known(stranger.EndPoint).IsFromHostList);
    }

    [Fact]
    [Rule(132)]
    public void R132_who_was_written_to_hears_of_absence_and_exit()
    {
        var stranger = ListStrangers();
        Send(stranger.EndPoint, "hello");
        User.Do((machine, now) => machine.SetPresence(now, null, null, ("at lunch", "back soon")));
        _campus.Lan.Run(5_000);
        Assert.Equal("at lunch", stranger.Machine.MemberAt(User.EndPoint)!.AbsenceTitle);
        stranger.Do((machine, now) => machine.SetPresence(now, null, null, ("meeting", "")));
        _campus.Lan.Run(5_000);
        Assert.Equal("meeting", Known(stranger.EndPoint).AbsenceTitle);
        stranger.Do((machine, now) => machine.Stop(now));
        _campus.Lan.Run(5_000);
        Assert.Null(User.Machine.MemberAt(stranger.EndPoint));
    }

    [Fact]
    [Rule(132)]
    public void R132_a_question_or_a_request_for_a_key_asks_its_member()
    {
        var stranger = ListStrangers();
        var request = new InfoRequest(stranger.EndPoint, InfoKind.Version);
        User.Do((machine, now) => machine.Ask(now, request));
        _campus.Lan.Run(6_000);
        Assert.NotNull(request.Answer);
        Assert.False(Known(stranger.EndPoint).IsFromHostList);
    }

    [Fact]
    [Rule(132)]
    public void R132_a_member_of_the_list_that_does_not_answer_its_user_is_doubtful_and_stays()
    {
        SendList(User);
        _campus.Lan.Run(2 * Forget);
        var unasked = User.Machine.Members.First(each => each is { IsFromHostList: true, IsDoubtful: false });
        var delivery = Send(unasked.EndPoint, "nobody reads this");
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        Assert.Equal((true, true), (Known(unasked.EndPoint).IsDoubtful, Known(unasked.EndPoint).IsFromHostList));
    }

    [Fact]
    [Rule(132)]
    public void R132_who_leaves_the_list_is_gone_asked_or_not()
    {
        SendList(User);
        _campus.Lan.Run(5_000);
        Assert.NotEmpty(AskedBy(User));
        var gone = Hosts.Several(7, Listed).Select(each => each with { IsGone = true }).ToArray();
        _master.Send(Forger.Of(gone, Later + 1, Later), User.EndPoint);
        Assert.DoesNotContain(User.Machine.Members, each => Hosts.Segment(7).Contains(each.EndPoint.Address));
        // The next ones have the places of those that were asked.
        _entries.Clear();
        _master.Send(Forger.Of(Hosts.Several(7, 50), Later + 2, Later + 1), User.EndPoint);
        _campus.Lan.Run(5_000);
        Assert.Equal(50, AskedBy(User).Count);
    }

    [Fact]
    [Rule(132)]
    public void R132_a_refresh_asks_those_that_it_names_and_removes_nobody()
    {
        SendList(User);
        _campus.Lan.Run(2 * Forget);
        var unasked = User.Machine.Members.Where(each => each is { IsFromHostList: true, IsDoubtful: false }).ToArray();
        _entries.Clear();
        User.Do((machine, now) => machine.Refresh(now));
        _campus.Lan.Run(20_000);
        Assert.Empty(AskedBy(User));
        Assert.Equal(Listed, User.Machine.Members.Count(each => each.IsFromHostList));

        User.Do((machine, now) => machine.AskListed(now, [unasked[0].EndPoint, _campus.Users[^1].EndPoint]));
        _campus.Lan.Run(Forget);
        Assert.Equal([unasked[0].EndPoint], AskedBy(User));
        Assert.True(Known(unasked[0].EndPoint).IsDoubtful);
        Assert.False(Known(unasked[1].EndPoint).IsDoubtful);
    }

    [Fact]
    [Rule(132)]
    public void R132_a_silent_member_of_the_list_stays_until_the_list_or_its_master_is_gone()
    {
        var crashed = _campus.Users[^1];
        crashed.Crash();
        User.Do((machine, now) => machine.Refresh(now));
        _campus.Lan.Run(20_000);
        Assert.True(Known(crashed.EndPoint).IsDoubtful);
        Assert.Equal(Campus.Segments * Campus.UsersPerSegment, User.Machine.MemberCount);

        // Without a master nobody removes those that have left, so a refresh does.
        _campus.Master.Crash();
        _campus.Lan.Run(Cycle + Poll);
        Assert.NotNull(User.Machine.MemberAt(_campus.Users[^2].EndPoint));
        User.Do((machine, now) => machine.Refresh(now));
        _campus.Lan.Run(20_000);
        Assert.Null(User.Machine.MemberAt(crashed.EndPoint));
        Assert.NotNull(User.Machine.MemberAt(_campus.Users[^2].EndPoint));
    }

    // Members without a master that only the list names, after those that do not exist. Returns one that was not asked.
    private SimulatedHost ListStrangers()
    {
        var strangers = Enumerable.Range(1, Strangers)
            .Select(host => _campus.Start(8, host, TestKeys.Alice, master: null)).ToArray();
        _campus.Lan.Run(10_000);
        SendList(User, [.. strangers.Select(each => EntryOf(each.EndPoint))]);
        _campus.Lan.Run(10_000);
        var stranger = strangers.First(each => !Campus.Sees(each, User.EndPoint));
        Assert.Equal((true, true), (Known(stranger.EndPoint).IsFromHostList, stranger.IsUp));
        return stranger;
    }

    private static HostListEntry EntryOf(IPEndPoint place)
    {
        var settings = Campus.Settings(place, TestKeys.Alice, master: null);
        return new HostListEntry(settings.UserName, settings.HostName, settings.Announced, place, settings.NickName, "");
    }

    private Delivery Send(IPEndPoint to, string text)
    {
        var delivery = User.Do((machine, now) =>
        {
            var composed = machine.Compose(now, new OutgoingMessage(text), [to]);
            machine.Dispatch(now, composed.Deliveries);
            return composed.Deliveries[0];
        });
        _campus.Lan.Run(60_000);
        return delivery;
    }
}
