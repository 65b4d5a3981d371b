using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// The changes of a master's list since a version, with the last state of each member, in few packets. They are signed when the first user
/// needs them, and the same for all users with that version (R128).
/// </summary>
internal sealed class ChangesSince
{
    /// <summary>No changes.</summary>
    internal static readonly ChangesSince None = new();

    private readonly List<Portion> _portions = [];
    private readonly IMasterWire? _wire;

    private ChangesSince()
    {
    }

    /// <param name="changes">The signed changes, each of which leads to the next one.</param>
    /// <param name="wire">Signs and sends.</param>
    internal ChangesSince(IReadOnlyList<SignedPacket> changes, IMasterWire wire)
    {
        _wire = wire;
        var last = LastStates(changes);
        for (int first = 0; first < changes.Count;)
        {
            var hosts = new List<HostListEntry>();
            int next = first;
            for (int size = 0; next < changes.Count; next++)
            {
                foreach (var host in last[next])
                    size += ListedHost.SizeOf(host);
                // A change fits into one packet.
                if (size > ListSnapshot.MaxBytes && next > first)
                    break;
                hosts.AddRange(last[next]);
            }
            Hosts += hosts.Count;
            _portions.Add(next - first == 1
                ? new Portion(Part(changes[first])) { Signed = changes[first] }
                : new Portion(new ListPart(hosts, 0, hosts.Count, Part(changes[next - 1]).Version, Part(changes[first]).Base)));
            first = next;
        }
    }

    /// <summary>The number of members that have changed.</summary>
    internal int Hosts { get; }

    /// <summary>The number of packets.</summary>
    internal int Packets => _portions.Count;

    /// <summary>Sends the changes to a user.</summary>
    internal void SendTo(IPEndPoint to)
    {
        foreach (var portion in _portions)
        {
            if (portion.Signed is { } signed)
                _wire!.Send(signed, to);
            else
            {
                portion.Waiting.Add(to);
                if (portion.Waiting.Count == 1)
                    Sign(portion);
            }
        }
    }

    private void Sign(Portion portion) => _wire!.Sign(portion.Part, signed =>
    {
        portion.Signed = signed;
        foreach (var to in portion.Waiting)
            _wire.Send(signed, to);
        portion.Waiting.Clear();
    });

    // Of each change the members that no later one is about.
    private static List<HostListEntry>[] LastStates(IReadOnlyList<SignedPacket> changes)
    {
        var last = new List<HostListEntry>[changes.Count];
        var seen = new HashSet<NameKey>();
        for (int i = changes.Count - 1; i >= 0; i--)
        {
            last[i] = [];
            foreach (var host in Part(changes[i]).Hosts)
            {
                if (seen.Add(new NameKey(host.User, host.Host)))
                    last[i].Add(host);
            }
        }
        return last;
    }

    private static ListPart Part(SignedPacket change) => (ListPart)change.Packet;

    private sealed class Portion(ListPart part)
    {
        internal ListPart Part => part;

        internal SignedPacket? Signed { get; set; }

        internal List<IPEndPoint> Waiting { get; } = [];
    }
}
