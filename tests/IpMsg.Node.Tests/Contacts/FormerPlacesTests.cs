using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using IpMsg.Node.Contacts.Former;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Contacts;

/// <summary>The members beyond the networks that a listener has reached are asked by the next one.</summary>
public sealed class FormerPlacesTests : IDisposable
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(30);
    private static readonly IPEndPoint s_far = new(IPAddress.Parse("10.9.0.7"), 2425), s_silent = new(IPAddress.Parse("10.9.0.8"), 2425);

    private readonly TemporaryFolder _folder = new();
    private readonly List<MemberNode> _nodes = [];
    private readonly BlockingCollection<IPEndPoint> _asked = [];
    private FakeTransport _transport = new();

    public void Dispose()
    {
        _nodes.ForEach(each => each.Stop());
        _asked.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [Rule(131)]
    public void R131_the_next_listener_asks_the_members_that_this_one_has_reached()
    {
        var first = Start();
        first.Members.Introduce(s_far);
        first.Members.Introduce(s_silent);
        AwaitEntry(s_silent);
        _transport.Receive("1:2:bob:BOB-PC:3:bob\0Dev\0", s_far);
        Assert.True(first.Members.Find(s_far)!.IsReached);
        first.Stop();

        Start(isSilent: false);
        AwaitEntry(s_far);
        _nodes[1].Stop();
        Assert.DoesNotContain(s_silent, _asked);
    }

    [Fact]
    [Rule(131)]
    public void R131_a_listener_that_keeps_nothing_asks_nobody()
    {
        var first = Start();
        first.Members.Introduce(s_far);
        _transport.Receive("1:2:bob:BOB-PC:3:bob\0Dev\0", s_far);
        first.Stop();

        var next = Start(isSilent: false, usesStore: false);
        Assert.True(SpinWait.SpinUntil(() => next.Members.IsAnnounced, s_maxWait));
        next.Stop();
        Assert.Single(_asked);
    }

    [Fact]
    public void The_newest_places_are_kept_for_a_month()
    {
        string path = _folder["places.json"];
        var now = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        var places = Enumerable.Range(0, 2_000).ToDictionary(
            static i => new IPEndPoint(0x0100_000A + ((long)i << 16), 2425), i => now.AddHours(-i));
        SavedPlaces.Write(path, places, now);
        var read = SavedPlaces.Read(path);
        Assert.Equal(720, read.Count);
        Assert.All(read, each => Assert.Equal(places[each.Key], each.Value));
        SavedPlaces.Write(path, places.Select(each => KeyValuePair.Create(each.Key, now)), now);
        Assert.Equal(SavedPlaces.MaxPlaces, SavedPlaces.Read(path).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"places\":null}")]
    [InlineData("{\"places\":[null,{},{\"address\":\"x\",\"port\":1,\"reached\":\"2026-11-28T12:00:00Z\"}]}")]
    [InlineData("{\"places\":[{\"address\":\"10.0.0.1\",\"port\":0,\"reached\":\"2026-11-28T12:00:00Z\"}]}")]
    [InlineData("{\"places\":[{\"address\":\"10.0.0.1\",\"port\":1,\"reached\":\"yesterday\"}]}")]
    public void A_damaged_file_has_no_places(string content)
    {
        File.WriteAllText(_folder["places.json"], content);
        Assert.Empty(SavedPlaces.Read(_folder["places.json"]));
    }

    private MemberNode Start(bool isSilent = true, bool usesStore = true)
    {
        _transport = new FakeTransport { OnSend = OnSend };
        var node = Nodes.Start(_folder, _transport, each => each with
        {
            History = new HistoryOptions { DataPath = _folder["data"], UsesStore = usesStore },
            KeyPath = _folder["keys"],
            UserName = "alice",
            AcceptsMessages = true,
            IsSilent = isSilent,
        });
        _nodes.Add(node);
        return node;
    }

    private void OnSend(byte[] bytes, int count, IPEndPoint to)
    {
        string command = Encoding.UTF8.GetString(bytes, 0, count).Split(':')[4];
        bool isEntry = (byte)uint.Parse(command, CultureInfo.InvariantCulture) == (byte)Command.Entry;
        if (isEntry && (to.Equals(s_far) || to.Equals(s_silent)))
            _asked.Add(to);
    }

    private void AwaitEntry(IPEndPoint to)
    {
        while (_asked.TryTake(out var asked, s_maxWait))
        {
            if (asked.Equals(to))
                return;
        }
        Assert.Fail("No entry to " + to);
    }
}
