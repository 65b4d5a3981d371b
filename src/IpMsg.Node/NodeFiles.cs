using System;
using System.Collections.Generic;
using IpMsg.Node.Contacts.Former;
using IpMsg.Node.Master;

namespace IpMsg.Node;

/// <summary>
/// The small files that a node writes while it runs and at its end: of a member master, and of the places that it has reached.
/// </summary>
internal sealed class NodeFiles : IDisposable
{
    // How much of what a killed process has learnt the next one does not know.
    private const int IntervalMs = 30_000;

    private readonly List<PeriodicFile> _files = [];

    /// <param name="driver">The member.</param>
    /// <param name="services">Its services.</param>
    /// <param name="storePath">The folder of the message store; null without one.</param>
    internal NodeFiles(MemberDriver driver, NodeServices services, string? storePath)
    {
        if (services.Settings.Master is { } master)
            _files.Add(master.Address is null ? new MasterListFile(driver, services) : new MasterVersionFile(driver, services));
        if (services.Options.AcceptsMessages && storePath is not null)
            _files.Add(new FormerPlaces(driver, services.Problems, storePath));
        _files.ForEach(static each => each.Open(IntervalMs));
    }

    /// <summary>Writes them for the last time.</summary>
    public void Dispose() => _files.ForEach(static each => each.Dispose());
}
