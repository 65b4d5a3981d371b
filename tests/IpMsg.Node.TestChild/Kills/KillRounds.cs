using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.TestChild.Kills;

/// <summary>
/// Ends sessions of a message store at random moments under load, by SIGKILL and by SIGTERM in turn. The last session takes everything that
/// is left. Each message that the peer saw confirmed must have been received exactly once.
/// </summary>
/// <remarks>
/// A process that is ended between taking a message and printing it has received the message, and nobody can know whether it did something
/// with it. The store has noted it as taken. There is at most one for each end, because one thread takes.
/// </remarks>
internal sealed class KillRounds
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly Random _random;
    private readonly LoadPeer _peer;
    private readonly object _gate = new();
    private readonly List<(string Number, int Session)> _taken = [];
    private int _killed, _terminated, _atStart;

    private KillRounds(string folder, int seed, LoadPeer peer)
    {
        _folder = folder;
        _random = new Random(seed);
        _peer = peer;
    }

    /// <summary>The command: prints the figures; the exit code is 1 unless they are exact.</summary>
    internal static void Run(int kills, int seed)
    {
        string folder = Directory.CreateTempSubdirectory("ipmsg-kills-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            var figures = Run(folder, kills, seed);
            Console.WriteLine($"seed {seed}, {watch.Elapsed.TotalSeconds:N0} s");
            figures.Print(Console.Out);
            Environment.ExitCode = figures.IsExact ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="folder">An empty folder.</param>
    /// <param name="kills">The number of sessions to end.</param>
    /// <param name="seed">Decides on all moments, as far as one process can decide on those of another.</param>
    internal static KillFigures Run(string folder, int kills, int seed)
    {
        using var peer = new LoadPeer();
        var rounds = new KillRounds(folder, seed, peer);
        for (int session = 0; session < kills; session++)
            rounds.RunAndEnd(session);
        rounds.TakeRest(kills);
        return rounds.Count();
    }

    private void RunAndEnd(int number)
    {
        const int maxStartMs = 300, maxLoadMs = 500, maxSpin = 100_000, minConfirmed = 30;
        var takes = (SessionTakes)_random.Next(3);
        bool isAtStart = _random.Next(6) == 0;
        bool isTerminated = number % 2 == 1 && !OperatingSystem.IsWindows();
        int waitMs = _random.Next(isAtStart ? maxStartMs : maxLoadMs), spin = _random.Next(maxSpin);
        int confirmed = _peer.Confirmed.Count;
        using var session = new SessionProcess(_folder, takes, _random.Next(), port => _peer.Target(number, port), each =>
        {
            Interlocked.Increment(ref _peer.Taken);
            lock (_gate)
                _taken.Add((each, number));
        });
        if (!isAtStart && !session.WaitUntilReady(s_maxWait))
            throw new TimeoutException("Session " + number + " did not start.");
        Thread.Sleep(waitMs);
        // A slow machine has done little until then.
        if (!isAtStart && !_peer.WaitForConfirmed(confirmed + minConfirmed, s_maxWait))
            throw new TimeoutException("Session " + number + " confirmed nothing.");
        Thread.SpinWait(spin);
        if (!session.WaitUntilReady(TimeSpan.Zero))
            _atStart++;
        if (isTerminated)
            session.Terminate();
        else
            session.Kill();
        (_terminated, _killed) = isTerminated ? (_terminated + 1, _killed) : (_terminated, _killed + 1);
        session.WaitForExit();
        _peer.Target(number, 0);
    }

    private void TakeRest(int number)
    {
        using var node = MemberNode.Start(KilledSession.OptionsFor(_folder));
        _peer.Target(number, node.LocalEndPoint.Port);
        if (!_peer.Finish(s_maxWait))
            throw new TimeoutException("Not all messages were confirmed by the last session.");
        while (node.Inbox.Receive() is { } message)
            _taken.Add((message.NumberText, number));
    }

    private KillFigures Count()
    {
        var confirmed = _peer.Confirmed;
        var received = new Dictionary<string, int>();
        var twice = new List<string>();
        foreach (var (number, session) in _taken)
        {
            if (!received.TryAdd(number, session))
                twice.Add(number);
        }
        string[] missing = [.. confirmed.Keys.Except(received.Keys)];
        var noted = missing.Length == 0 ? [] : NotedAsTaken();
        return new KillFigures
        {
            Killed = _killed,
            Terminated = _terminated,
            EndedAtStart = _atStart,
            Sent = _peer.Sent,
            Repeated = _peer.Repeated,
            Confirmed = confirmed.Count,
            ReceivedLater = received.Count(each => confirmed.TryGetValue(each.Key, out int session) && session < each.Value),
            EndedWhileTaken = missing.Count(noted.Contains),
            Lost = [.. missing.Where(each => !noted.Contains(each))],
            Twice = twice,
            Unexpected = [.. received.Keys.Where(each => !confirmed.ContainsKey(each))],
        };
    }

    private HashSet<string> NotedAsTaken()
    {
        var reader = new HistoryReader(KilledSession.HistoryFor(_folder).FolderOf("alice"));
        return [.. reader.Read(new HistoryQuery()).Where(entry => entry.TakenAt is not null).Select(entry => entry.Message.NumberText)];
    }
}
