using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Node.Master;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Master;
using Xunit;

namespace IpMsg.Node.Tests.Master;

public sealed class DictionarySenderTests
{
    private static readonly byte[] s_dictionary = new IpDictWriter().Set("CMD"u8, 0xB2).ToArray();

    [Fact]
    [Rule(127)]
    public async Task R127_a_peer_that_closes_after_the_dictionary_has_accepted_it()
    {
        byte[] received = [];
        bool isAccepted = await SendAsync(async peer =>
        {
            byte[] buffer = new byte[256];
            int length = 0;
            while (length < s_dictionary.Length)
                length += await peer.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            received = buffer[..length];
            peer.Shutdown(SocketShutdown.Both);
        });
        Assert.True(isAccepted);
        Assert.Equal(s_dictionary, received);
    }

    [Fact]
    [Rule(127)]
    public async Task R127_a_peer_that_answers_has_not_accepted_it() =>
        Assert.False(await SendAsync(peer => peer.SendAsync(new byte[] { 1 }, SocketFlags.None)));

    [Fact]
    [Rule(127)]
    public async Task R127_a_peer_that_does_not_close_has_not_accepted_it()
    {
        var end = new TaskCompletionSource();
        var sending = SendAsync(_ => end.Task);
        Assert.False(await sending);
        end.SetResult();
    }

    [Fact]
    [Rule(127)]
    public async Task R127_without_a_peer_nobody_has_accepted_it()
    {
        using var listener = Listen();
        var place = (IPEndPoint)listener.LocalEndPoint!;
        listener.Dispose();
        Assert.False(await new DictionarySender(null).SendAsync(new DictionarySend(place, s_dictionary, static _ => { })));
    }

    private static async Task<bool> SendAsync(Func<Socket, Task> serve)
    {
        using var listener = Listen();
        var send = new DictionarySend((IPEndPoint)listener.LocalEndPoint!, s_dictionary, static _ => { });
        var sending = new DictionarySender(IPAddress.Loopback).SendAsync(send);
        using var peer = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        var serving = serve(peer);
        bool isAccepted = await sending;
        if (isAccepted)
            await serving;
        return isAccepted;
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        return listener;
    }
}
