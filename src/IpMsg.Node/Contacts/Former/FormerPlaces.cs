using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Contacts.Former;

/// <summary>
/// Keeps the endpoints of members that no broadcast reaches and that have answered, for the next listener of the user: it asks them at its
/// start (R131). Only a listener with a message store keeps them.
/// </summary>
/// <param name="driver">The member.</param>
/// <param name="problems">Where a file that cannot be used is reported.</param>
/// <param name="folder">The folder of the message store.</param>
internal sealed class FormerPlaces(MemberDriver driver, NodeProblems problems, string folder)
    : PeriodicFile(driver, problems, NodePart.Contacts)
{
    // The time of those that stay is written, too, in case that this process is killed.
    private static readonly TimeSpan s_maxUnwritten = TimeSpan.FromDays(1);

    private readonly string _path = Path.Combine(folder, "places.json");
    private HashSet<IPEndPoint> _saved = [];
    private TimeSpan _savedAt = NodeClock.Now.Elapsed;

    protected override void Load()
    {
        var former = SavedPlaces.Read(_path).OrderByDescending(static each => each.Value).Take(SavedPlaces.MaxPlaces);
        using var access = Driver.EnterAnyState();
        access.Machine.Contacts(NodeClock.Now).SetFormer(former.Select(static each => each.Key));
    }

    protected override bool Save(bool isLast)
    {
        HashSet<IPEndPoint> reached;
        using (var access = Driver.EnterAnyState())
            reached = [.. access.Machine.Contacts(NodeClock.Now).Reached];
        bool isDue = isLast ? reached.Count > 0 : NodeClock.Now.Elapsed - _savedAt > s_maxUnwritten;
        if (reached.SetEquals(_saved) && !isDue)
            return false;
        using (var others = new PathMutex(_path))
            others.Run(() => Merge(reached));
        _saved = reached;
        _savedAt = NodeClock.Now.Elapsed;
        return true;
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
