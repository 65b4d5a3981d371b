using IpMsg.Node.Storage;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>Keeps the version of the list that a user has, so that its next process takes no older one (R129).</summary>
internal sealed class MasterVersionFile(MemberDriver driver, NodeServices services)
    : PeriodicFile(driver, services.Problems, NodePart.MasterList)
{
    private readonly string _path = UserFolder.Locate(services.Options.KeyPath).PathOf("master-versions.json");
    private KeptVersion? _saved;

    protected override void Load()
    {
        var versions = SavedVersions.Read(_path);
        using var access = Driver.EnterAnyState();
        access.Machine.MasterUser()?.Keep(versions);
    }

    protected override bool Save(bool isLast)
    {
        KeptVersion? now;
        using (var access = Driver.EnterAnyState())
            now = access.Machine.MasterUser()?.Kept;
        if (now is not { } version || version == _saved)
            return false;
        SavedVersions.Add(_path, version);
        _saved = version;
        return true;
    }
}
