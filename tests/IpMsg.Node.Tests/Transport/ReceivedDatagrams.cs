using System;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>What a door heard, to be waited for.</summary>
internal sealed class ReceivedDatagrams
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<(string Text, IPEndPoint From)> _heard = [];

    internal BlockingCollection<Exception> Faults { get; } = [];

    internal void Take(Datagram[] datagrams, int count)
    {
        foreach (var datagram in datagrams.AsSpan(0, count))
            _heard.Add((Encoding.ASCII.GetString(datagram.Buffer, datagram.Offset, datagram.Length), datagram.From));
    }

    internal (string Text, IPEndPoint From) Next()
    {
        Assert.True(_heard.TryTake(out var item, s_patience), "nothing came");
        return item;
    }

    internal Exception NextFault()
    {
        Assert.True(Faults.TryTake(out var fault, s_patience), "no fault was told");
        return fault;
    }

    internal int Waiting => _heard.Count;
}
