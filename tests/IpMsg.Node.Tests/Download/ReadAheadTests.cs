using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Download;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Node.Tests.Download;

/// <summary>A stream in chunks, received and decrypted before the writer needs them.</summary>
public sealed class ReadAheadTests : IDisposable
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DownloadRequest s_request = new(new IPEndPoint(IPAddress.Loopback, 2425), 1,
        new Attachment(0, "a.bin", 1, FileKind.Regular));

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _sender, _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReadAheadTests()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _socket.Connect(server.LocalEndpoint);
        _sender = server.AcceptSocket();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _socket.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData(true, 5_000_003)]
    [InlineData(true, 1 << 20)]
    [InlineData(true, 17)]
    [InlineData(true, 0)]
    [InlineData(false, 5_000_003)]
    [Rule(91)]
    public async Task R91_every_byte_comes_once_and_in_order_and_then_the_end(bool isEncrypted, int length)
    {
        byte[] contents = Contents(length);
        var sending = Send(isEncrypted ? Encrypted(contents) : contents, thenClose: true);
        Assert.True(contents.AsSpan().SequenceEqual(Whole(isEncrypted)));
        await sending;
    }

    [Fact]
    public async Task A_failure_comes_behind_what_was_received_before_it()
    {
        byte[] contents = Contents(3_000_000);
        var transferReader = Intake(isEncrypted: true, TimeSpan.FromSeconds(1));
        var sending = Send(Encrypted(contents), thenClose: false);
        long received = 0;
        using var ahead = new ReadAhead(transferReader);
        void ReadOn()
        {
            while (true)
                received += ahead.Next().Count;
        }
        var failure = Assert.Throws<IpMsgException>(ReadOn);
        await sending;
        Assert.Equal((IpMsgErrorId.TransferTimedOut, contents.Length), (failure.ErrorId, received));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_the_next_chunk()
    {
        var sending = Send(Encrypted(Contents(1 << 20)), thenClose: false);
        using var ahead = new ReadAhead(Intake(isEncrypted: true));
        for (long received = 0; received < 1 << 20;)
            received += ahead.Next().Count;
        await sending;
        using var closes = _stop.Token.Register(_socket.Dispose);
        var waiting = Task.Run(() => ahead.Next());
        _stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task It_can_be_ended_while_the_sender_has_more()
    {
        var sending = Send(Encrypted(Contents(20_000_000)), thenClose: false, whileItLasts: true);
        using (var ahead = new ReadAhead(Intake(isEncrypted: true)))
        {
            for (long received = 0; received < 3 << 20;)
                received += ahead.Next().Count;
            _socket.Dispose();
        }
        await sending;
    }

    // Beyond the fourth there is no thread, and all come whole all the same; each gives its place back.
    [Fact]
    [Rule(91)]
    public async Task R91_many_at_a_time_come_whole()
    {
        byte[] contents = Contents(4_000_000), encrypted = Encrypted(contents);
        for (int round = 0; round < 3; round++)
        {
            var labs = Enumerable.Range(0, 6).Select(_ => new ReadAheadTests()).ToArray();
            await Task.WhenAll(labs.Select(each => Task.Run(async () =>
            {
                var sending = each.Send(encrypted, thenClose: true);
                Assert.True(contents.AsSpan().SequenceEqual(each.Whole(isEncrypted: true)));
                await sending;
            })));
            foreach (var each in labs)
                each.Dispose();
        }
    }

    private byte[] Whole(bool isEncrypted)
    {
        var received = new MemoryStream();
        using var ahead = new ReadAhead(Intake(isEncrypted));
        for (var chunk = ahead.Next(); chunk.Count > 0; chunk = ahead.Next())
            received.Write(chunk.Array!, chunk.Offset, chunk.Count);
        return received.ToArray();
    }

    private static byte[] Contents(int length)
    {
        byte[] contents = new byte[length];
        new Random(length).NextBytes(contents);
        return contents;
    }

    private static TransferCipher Cipher() => new(s_key, "1700000020"u8);

    private static byte[] Encrypted(byte[] contents)
    {
        byte[] copy = [.. contents];
        using var cipher = Cipher();
        cipher.Transform(copy);
        return copy;
    }

    private TransferReader Intake(bool isEncrypted, TimeSpan? silence = null)
    {
        var patience = silence ?? TimeSpan.FromSeconds(20);
        _socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        return new TransferReader(_socket, patience, new DownloadFailures(s_request), _stop.Token)
        { Cipher = isEncrypted ? Cipher() : null };
    }

    private async Task Send(byte[] bytes, bool thenClose, bool whileItLasts = false)
    {
        try
        {
            for (int at = 0; at < bytes.Length;)
                at += await _sender.SendAsync(bytes.AsMemory(at));
            if (thenClose)
                _sender.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException) when (whileItLasts)
        {
        }
    }
}
