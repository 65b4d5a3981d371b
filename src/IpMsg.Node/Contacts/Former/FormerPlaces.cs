using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Contacts.Former;

/// <summary>
/// Keeps the endpoints of members that no broadcast reaches and that have answered, for the next listener of the user: it asks them at its
/// start (R131). Only a listener with a message store keeps them.
/// </summary>
internal sealed class FormerPlaces : IDisposable
{
    private const int IntervalMs = 60_000;

    // The time of those that stay is written, too, in case that this process is killed.
    private static readonly TimeSpan s_maxUnwritten = TimeSpan.FromDays(1);

    private readonly MemberDriver _driver;
    private readonly NodeProblems _problems;
    private readonly string _path;
    private readonly object _writing = new();
    private readonly PathMutex _mutex;
    private readonly Timer _timer;
    private HashSet<IPEndPoint> _saved = [];
    private TimeSpan _savedAt = NodeClock.Now.Elapsed;

    /// <summary>Reads the endpoints of earlier listeners.</summary>
    /// <param name="driver">The member.</param>
    /// <param name="problems">Where a file that cannot be used is reported.</param>
    /// <param name="folder">The folder of the message store.</param>
    internal FormerPlaces(MemberDriver driver, NodeProblems problems, string folder)
    {
        _driver = driver;
        _problems = problems;
        _path = Path.Combine(folder, "places.json");
        _mutex = new PathMutex(_path);
        Load();
        _timer = new Timer(_ => driver.Guard(() => Save(isLast: false)), null, IntervalMs, IntervalMs);
    }

    /// <summary>Writes the endpoints for the last time. The member may have left.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Save(isLast: true);
        _mutex.Dispose();
    }

    private void Load()
    {
        try
        {
            var former = SavedPlaces.Read(_path).OrderByDescending(static each => each.Value).Take(SavedPlaces.MaxPlaces);
            using var access = _driver.EnterAnyState();
            access.Machine.Contacts(NodeClock.Now).SetFormer(former.Select(static each => each.Key));
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            _problems.Report(NodePart.Contacts, this, reason);
        }
    }

    private void Save(bool isLast)
    {
        lock (_writing)
        {
            HashSet<IPEndPoint> reached;
            using (var access = _driver.EnterAnyState())
                reached = [.. access.Machine.Contacts(NodeClock.Now).Reached];
            bool isNew = isLast ? reached.Count > 0 : NodeClock.Now.Elapsed - _savedAt > s_maxUnwritten;
            if (reached.SetEquals(_saved) && !isNew)
                return;
            try
            {
                _mutex.Run(() => Merge(reached));
                _saved = reached;
                _savedAt = NodeClock.Now.Elapsed;
                _problems.Report(NodePart.Contacts, this, null);
            }
            catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
            {
                _problems.Report(NodePart.Contacts, this, reason);
            }
        }
    }

    // Another listener of the user may have written meanwhile.
    private void Merge(HashSet<IPEndPoint> reached)
    {
        var all = SavedPlaces.Read(_path);
        var now = DateTimeOffset.UtcNow;
        foreach (var place in reached)
            all[place] = now;
        SavedPlaces.Write(_path, all, now);
    }
}
