using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Contacts;

/// <summary>
/// The IP addresses of the hosts that contacts name. They are looked up in the background, because a name server that does not answer takes
/// many seconds. Thread-safe.
/// </summary>
/// <param name="lookUp">Asks the system for the addresses of a host.</param>
internal sealed class ContactHosts(Func<string, Task<IPAddress[]>> lookUp)
{
    // The system needs a thread for each of them.
    private const int MaxAtOnce = 4;

    // More are no contacts of a person or team.
    private const int MaxHosts = 512;
    private const int MaxAddresses = 4;

    private static readonly TimeSpan s_keepTime = TimeSpan.FromMinutes(5);

    private static readonly SemaphoreSlim s_slots = new(MaxAtOnce);

    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The known addresses of a host; empty while there are none.</summary>
    internal IReadOnlyList<IPAddress> Find(string host) => _hosts.TryGetValue(host, out var known) ? known.Addresses : [];

    /// <summary>Looks up the hosts that were not looked up within the last five minutes. Ends when all of them have been.</summary>
    internal Task LookUp(IEnumerable<string> hosts)
    {
        var all = new List<Task>();
        foreach (string name in hosts)
        {
            if (!_hosts.ContainsKey(name) && _hosts.Count >= MaxHosts)
                continue;
            var host = _hosts.GetOrAdd(name, static _ => new Host());
            lock (host)
            {
                if (host.Search is not { IsCompleted: false } && (host.At is not { } at || NodeClock.Now.Elapsed - at >= s_keepTime))
                    host.Search = Search(name, host);
                all.Add(host.Search!);
            }
        }
        return Task.WhenAll(all);
    }

    private async Task Search(string name, Host host)
    {
        await s_slots.WaitAsync().ConfigureAwait(false);
        try
        {
            var found = await Task.Run(() => lookUp(name)).ConfigureAwait(false);
            host.Addresses = [.. found.OrderBy(static each => each.AddressFamily != AddressFamily.InterNetwork).Take(MaxAddresses)];
        }
        // The addresses of before stay: a name server may be out of order.
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
        }
        finally
        {
            host.At = NodeClock.Now.Elapsed;
            s_slots.Release();
        }
    }

    private sealed class Host
    {
        internal volatile IReadOnlyList<IPAddress> Addresses = [];
        internal TimeSpan? At;
        internal Task? Search;
    }
}
