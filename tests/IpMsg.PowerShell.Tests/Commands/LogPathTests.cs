using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class LogPathTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ipmsg-log-").FullName;

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void After_a_kill_at_any_moment_every_confirmed_message_is_in_the_log_and_every_line_parses()
    {
        const int Rounds = 8;
        string path = Path.Combine(_folder, "messages.jsonl");
        var peer = _lan.Peer(2);
        for (int round = 0; round < Rounds; round++)
        {
            using var child =
                new ChildScript("Start-IpMsgListener" + _lan.At(1) + "-LogPath '" + path + "'; 'started'; Receive-IpMsg -Wait");
            Assert.Equal("started", child.ReadLine());
            Flood(peer, child, peer.ReceivedOf(Wire.ReceiveMessage).Length + Random.Shared.Next(1, 200));
        }
        var confirmed = peer.ReceivedOf(Wire.ReceiveMessage).Select(each => each.Body).ToHashSet();
        var logged = File.ReadLines(path).Where(line => line.Length > 0).Select(Number).ToList();
        Assert.True(confirmed.Count >= Rounds);
        Assert.Empty(confirmed.Except(logged.OfType<string>()));
        // The next process cuts off a half line. Only the last process has none after it.
        Assert.DoesNotContain(null, logged.SkipLast(1));
    }

    [Fact]
    public void The_log_holds_each_message_before_it_is_confirmed()
    {
        var session = _lan.Session();
        var listener = _lan.Listen(session, 1, "-LogPath '" + _folder + "'");
        var peer = _lan.Member(listener, 2, "スズキ");
        string number = peer.Message(listener.Node.LocalEndPoint, "line one\n\"two\" \u001b[31m");
        peer.Await(Wire.ReceiveMessage);
        var entry = JsonDocument.Parse(Assert.Single(File.ReadLines(Assert.Single(Directory.GetFiles(_folder, "*.jsonl"))))).RootElement;
        Assert.Equal("line one\n\"two\" \u001b[31m", entry.GetProperty("Text").GetString());
        Assert.Equal(number, entry.GetProperty("PacketNumber").GetString());
        Assert.Equal("スズキ", entry.GetProperty("From").GetProperty("NickName").GetString());
    }

    [Fact]
    public void A_cmdlet_that_waits_for_messages_warns_when_the_log_fails()
    {
        string path = Path.Combine(_folder, "messages.jsonl");
        using var child = new ChildScript("Start-IpMsgListener" + _lan.At(1) + "-NoStore -LogPath '" + path + "'; 'started';"
            + "Receive-IpMsg -Wait -Count 2 3>&1 | ForEach-Object { if ($_.Text) { $_.Text } else { \"$_\" } }");
        var peer = _lan.Peer(2);
        Assert.Equal("started", child.ReadLine());
        peer.Message(_lan.EndPoint(1), "before");
        Assert.Equal("before", child.ReadLine());
        File.Move(path, path + ".1");
        Directory.CreateDirectory(path);
        peer.Message(_lan.EndPoint(1), "refused");
        string warning = child.ReadLine()!;
        Assert.StartsWith("Messages cannot be logged at present: ", warning, StringComparison.Ordinal);
        Assert.Contains("messages.jsonl", warning, StringComparison.Ordinal);
        Directory.Delete(path);
        Eventually.True(
            () =>
            {
                peer.Message(_lan.EndPoint(1), "after");
                return File.Exists(path) && new FileInfo(path).Length > 0;
            },
            "the log works again");
        Assert.Equal("after", child.ReadLine());
        Assert.Equal(0, child.End().Code);
    }

    [Fact]
    [Rule(56)]
    public void R56_of_a_message_that_is_not_to_be_logged_only_the_envelope_is()
    {
        var session = _lan.Session();
        var listener = _lan.Listen(session, 1, "-LogPath '" + Path.Combine(_folder, "new") + "/'");
        var peer = _lan.Member(listener, 2, "suzuki");
        peer.Message(listener.Node.LocalEndPoint, "secret", Wire.SendCheck | Wire.NoLog);
        peer.Await(Wire.ReceiveMessage);
        string line = Assert.Single(File.ReadLines(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "new")))));
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.Contains("suzuki", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_path_is_relative_to_the_runspaces_location()
    {
        var session = _lan.Session();
        session.Runspace.SessionStateProxy.Path.SetLocation(_folder);
        var listener = _lan.Listen(session, 1, "-LogPath here.jsonl");
        Assert.Equal(Path.Combine(_folder, "here.jsonl"), listener.LogPath);
        Assert.True(File.Exists(listener.LogPath));
    }

    private void Flood(ScriptedPeer peer, ChildScript child, int untilConfirmed)
    {
        using var enough = new CancellationTokenSource();
        var flood = new Thread(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                peer.Message(_lan.EndPoint(1), "a message that is long enough to be torn by a kill in the middle of its line");
                Thread.Yield();
            }
        });
        flood.Start();
        Eventually.True(() => peer.ReceivedOf(Wire.ReceiveMessage).Length >= untilConfirmed, "some are confirmed");
        Thread.SpinWait(Random.Shared.Next(200_000));
        child.Kill();
        enough.Cancel();
        flood.Join();
    }

    private static string? Number(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement.GetProperty("PacketNumber").GetString();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
