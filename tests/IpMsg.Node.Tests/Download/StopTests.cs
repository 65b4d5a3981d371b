using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Download;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>Ctrl+C at any time: it ends at once, and nothing stands under the final name.</summary>
public sealed class StopTests : IDisposable
{
    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Before_the_start_nothing_happens()
    {
        using var server = new ScriptedServer(Honest([1]));
        Assert.ThrowsAny<OperationCanceledException>(() => _fixture.Fetch(server, SingleFile("a", 1), stop: new CancellationToken(true)));
        Assert.Empty(server.Requests);
        _fixture.RequireNothing();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500_000)]
    public async Task A_wait_for_the_sender_ends_at_once(int before)
    {
        using var stop = new CancellationTokenSource();
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(Random(before));
            stop.CancelAfter(50);
            serverConnection.WaitForClose();
        });
        await RequireStopped(() => _fixture.Fetch(server, SingleFile("a", 1_000_000), stop: stop.Token), stop.Token);
        Assert.DoesNotContain("a", _fixture.Names);
        Assert.Equal(before > 0 ? 1 : 0, _fixture.Names.Length);
    }

    [Fact]
    public async Task Of_a_folder_nothing_stays()
    {
        using var stop = new CancellationTokenSource();
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(Enter("d") + Put("f", "x") + Enter("e") + Put("f", "x") + Record("g:ff:1") + "abc");
            stop.CancelAfter(50);
            serverConnection.WaitForClose();
        });
        await RequireStopped(() => _fixture.Fetch(server, WholeFolder("d"), stop: stop.Token), stop.Token);
        _fixture.RequireNothing();
    }

    [Fact]
    public async Task In_full_flow_it_ends_too()
    {
        for (int round = 0; round < 10; round++)
        {
            using var stop = new CancellationTokenSource();
            using var server = new ScriptedServer(serverConnection =>
            {
                byte[] chunk = Random(100_000);
                stop.CancelAfter(round * 2);
                for (; ; )
                    serverConnection.Send(chunk);
            });
            await RequireStopped(() => _fixture.Fetch(server, SingleFile("a", 50L << 30), stop: stop.Token), stop.Token);
            Assert.DoesNotContain("a", _fixture.Names);
            foreach (string left in Directory.GetDirectories(_fixture.Target))
                Directory.Delete(left, recursive: true);
        }
    }

    [Fact]
    public async Task While_connecting_it_ends_at_once()
    {
        // A listener whose queue is full answers no further connection, on Linux at least.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere such a connection is refused.");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var full = Enumerable.Range(0, 3).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        full.ForEach(socket => _ = socket.ConnectAsync(listener.LocalEndPoint!));
        var request = Order((IPEndPoint)listener.LocalEndPoint!, SingleFile("a", 1));
        using var stop = new CancellationTokenSource(200);
        await RequireStopped(() => new AttachmentDownload(request, _fixture.Options).Run(stop.Token), stop.Token);
        _fixture.Options = _fixture.Options with { MaxSilence = TimeSpan.FromMilliseconds(200) };
        var failure = Assert.Throws<IpMsgException>(() => new AttachmentDownload(request, _fixture.Options).Run(default));
        Assert.Equal(IpMsgErrorId.SenderUnreachable, failure.ErrorId);
        Assert.Contains("(no answer in time)", failure.Message, StringComparison.Ordinal);
        _fixture.RequireNothing();
        full.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public void What_the_progress_handler_throws_gets_through_and_nothing_stays()
    {
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(Enter("d"));
            for (int index = 0; index < 400; index++)
            {
                serverConnection.Send(Put("f" + index, "x"));
                Thread.Sleep(1);
            }
        });
        Assert.Throws<InvalidProgramException>(
            () => _fixture.Fetch(server, WholeFolder("d"), onProgress: _ => throw new InvalidProgramException()));
        _fixture.RequireNothing();
    }

    private static async Task RequireStopped(Action fetch, CancellationToken stop)
    {
        var running = Task.Run(fetch, CancellationToken.None);
        var late = Stopwatch.StartNew();
        stop.Register(late.Restart);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(late.ElapsedMilliseconds < 2000, $"It took {late.ElapsedMilliseconds} ms.");
    }
}
