using System;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>The datagrams that a transport received, for tests that wait for them.</summary>
internal sealed class ReceivedDatagrams
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<(string Text, IPEndPoint From)> _received = [];

    internal BlockingCollection<Exception> Faults { get; } = [];

    internal void Take(Datagram[] datagrams, int count)
    {
        foreach (var datagram in datagrams.AsSpan(0, count))
            _received.Add((Encoding.ASCII.GetString(datagram.Buffer, datagram.Offset, datagram.Length), datagram.From));
    }

    internal (string Text, IPEndPoint From) Next()
    {
        Assert.True(_received.TryTake(out var item, s_patience), "nothing came");
        return item;
    }

    internal Exception NextFault()
    {
        Assert.True(Faults.TryTake(out var fault, s_patience), "no fault was reported");
        return fault;
    }

    internal int Waiting => _received.Count;
}
