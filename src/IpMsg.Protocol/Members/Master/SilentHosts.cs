using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Asks the listed members that nobody has reported for a cycle, and removes those that do not answer (R130).</summary>
internal sealed class SilentHosts(MemberContext context, MasterTimes times, MasterList list, Announcer announcer, PacedSends paced)
{
    internal void OnTick()
    {
        long now = context.Now.Milliseconds;
        foreach (var host in list.Silent(now, times.ProbeMs))
        {
            if (!host.IsProbed)
            {
                host.IsProbed = true;
                host.AskedAt = null;
            }
            // Questions to thousands take longer than the six seconds for the answer, which begin with the question.
            if (host.AskedAt is not { } askedAt)
                paced.Add(host.Entry.EndPoint, Command.Entry, Ask);
            else if (now - askedAt >= times.EvictMs - times.ProbeMs)
                list.Remove(host);
        }
    }

    private void Ask(IPEndPoint to)
    {
        if (list.At(to) is { } host)
            host.AskedAt = context.Now.Milliseconds;
        announcer.Ask(to);
    }
}
