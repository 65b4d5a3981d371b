using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>Hosts of a list by number: host 258 of segment 7 has the address 10.7.1.2.</summary>
internal static class Hosts
{
    internal static Segment Segment(int segment) => new(new IPAddress([10, (byte)segment, 0, 0]), 16);

    internal static IPEndPoint At(int segment, int host) => new(new IPAddress([10, (byte)segment, (byte)(host >> 8), (byte)host]), 2425);

    internal static HostListEntry Of(int segment, int host, string? user = null) =>
        new(user ?? $"user{segment}-{host}", "PC", EntryFlags.CanUtf8, At(segment, host), "", "");

    internal static IReadOnlyList<HostListEntry> Several(int segment, int count) =>
        [.. Enumerable.Range(1, count).Select(host => Of(segment, host))];
}
