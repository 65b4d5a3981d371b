using System;
using System.Linq;
using System.Net;
using IpMsg.PowerShell.Sending;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

/// <summary>How much of what was sent is kept.</summary>
public sealed class SentDeliveriesTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly IpMsgListener _listener;
    private readonly SentDeliveries _sent = new();

    public SentDeliveriesTests() => _listener = _lan.Listen(_lan.Session(), 1);

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void The_oldest_are_forgotten_beyond_the_limit()
    {
        var all = Written("x", SentDeliveries.Capacity + 2);
        _sent.Add(all);
        Assert.Equal(all.Skip(2), _sent.GetAll());
    }

    [Fact]
    public void Long_texts_count_by_their_length_and_the_newest_is_kept_in_any_case()
    {
        string text = new('x', 10_000);
        int fitting = (int)(SentDeliveries.MaxCharacters / text.Length);
        _sent.Add(Written(text, fitting + 1));
        Assert.Equal(fitting, _sent.GetAll().Count);
    }

    [Fact]
    public void A_delivery_that_is_added_again_is_kept_once_and_one_that_was_forgotten_comes_back()
    {
        var all = Written("x", SentDeliveries.Capacity);
        _sent.Add(all);
        _sent.Add([all[1]]);
        Assert.Equal(all, _sent.GetAll());
        _sent.Add(Written("y", 1));
        _sent.Add([all[0]]);
        Assert.Equal(all[0], _sent.GetAll()[^1]);
        Assert.Equal(SentDeliveries.Capacity, _sent.GetAll().Count);
    }

    // Written and not sent.
    private SentDelivery[] Written(string text, int count)
    {
        var to = Enumerable.Range(1, count)
            .Select(each => new IPEndPoint(new IPAddress([127, 9, (byte)(each >> 8), (byte)each]), 9)).ToList();
        return [.. _listener.Node.Outbox.Compose(new OutgoingMessage(text), to).Deliveries
            .Select(each => new SentDelivery(each, each.To.ToString(), _listener))];
    }
}
