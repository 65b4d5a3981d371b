using System;
using IpMsg.Node.Contacts.Former;
using IpMsg.Node.Master;

namespace IpMsg.Node;

/// <summary>
/// The small files that a node writes while it runs and at its end: of a member master, and of the places that it has reached.
/// </summary>
internal sealed class NodeFiles : IDisposable
{
    private readonly IDisposable? _master;
    private readonly FormerPlaces? _places;

    /// <param name="driver">The member.</param>
    /// <param name="services">Its services.</param>
    /// <param name="storePath">The folder of the message store; null without one.</param>
    internal NodeFiles(MemberDriver driver, NodeServices services, string? storePath)
    {
        if (services.Settings.Master is { } master)
            _master = master.Address is null ? new MasterListFile(driver, services) : new MasterVersionFile(driver, services);
        if (services.Options.AcceptsMessages && storePath is not null)
            _places = new FormerPlaces(driver, services.Problems, storePath);
    }

    /// <summary>Writes them for the last time.</summary>
    public void Dispose()
    {
        _master?.Dispose();
        _places?.Dispose();
    }
}
