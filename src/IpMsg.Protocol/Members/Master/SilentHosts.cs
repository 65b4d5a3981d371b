using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Asks the listed members that nobody has reported for a cycle, and removes those that do not answer (R130).</summary>
internal sealed class SilentHosts(MemberContext context, MasterTimes times, MasterList list, Announcer announcer, PacedSends paced)
{
    private readonly Dictionary<IPEndPoint, long> _askedAt = [];

    internal void OnTick()
    {
        long now = context.Now.Milliseconds;
        var silent = list.Silent(now, times.ProbeMs);
        if (silent.Count == 0)
        {
            _askedAt.Clear();
            return;
        }
        foreach (var host in silent)
        {
            var to = host.Entry.EndPoint;
            if (!host.IsProbed)
            {
                host.IsProbed = true;
                _askedAt.Remove(to);
            }
            // Questions to thousands take longer than the six seconds for the answer, which begin with the question.
            if (!_askedAt.TryGetValue(to, out long askedAt))
                paced.Add(to, Command.Entry, Ask);
            else if (now - askedAt >= times.EvictMs - times.ProbeMs)
                list.Remove(host);
        }
    }

    private void Ask(IPEndPoint to)
    {
        _askedAt[to] = context.Now.Milliseconds;
        announcer.Ask(to);
    }
}
