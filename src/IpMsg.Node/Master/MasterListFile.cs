using System.Collections.Generic;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>
/// Keeps the list of a master on the disk, so that the next process of the master begins with it. Without it, the agents report everyone
/// within a cycle.
/// </summary>
internal sealed class MasterListFile(MemberDriver driver, NodeServices services)
    : PeriodicFile(driver, services.Problems, NodePart.MasterList)
{
    private readonly string _path = UserFolder.Locate(services.Options.KeyPath).PathOf("master-list.json");
    private long? _saved;

    protected override void Load()
    {
        var (hosts, version) = SavedList.Read(_path);
        using var access = Driver.EnterAnyState();
        access.Machine.LoadList(NodeClock.Now, hosts, version);
    }

    protected override bool Save(bool isLast)
    {
        IReadOnlyList<SavedHost> hosts;
        long version;
        using (var access = Driver.EnterAnyState())
        {
            if (access.Machine.ListMaster() is not { } master || master.Version == _saved)
                return false;
            version = master.Version;
            hosts = access.Machine.SaveList()!;
        }
        SavedList.Write(_path, hosts, version);
        _saved = version;
        return true;
    }
}
