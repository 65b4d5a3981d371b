using System;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>
/// Keeps the version of the list that a user has, so that its next process takes no older one (R129): every thirty seconds when it has
/// changed, and at the end.
/// </summary>
internal sealed class MasterVersionFile : IDisposable
{
    private const int IntervalMs = 30_000;

    private readonly MemberDriver _driver;
    private readonly NodeProblems _problems;
    private readonly string _path;
    private readonly object _writing = new();
    private readonly Timer _timer;
    private KeptVersion? _saved;

    internal MasterVersionFile(MemberDriver driver, NodeServices services)
    {
        _driver = driver;
        _problems = services.Problems;
        _path = UserFolder.Locate(services.Options.KeyPath).PathOf("master-versions.json");
        Load();
        _timer = new Timer(_ => driver.Guard(Save), null, IntervalMs, IntervalMs);
    }

    /// <summary>Writes the version for the last time.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Save();
    }

    private void Load() => Try(() =>
    {
        var versions = SavedVersions.Read(_path);
        using var access = _driver.EnterAnyState();
        access.Machine.MasterUser()?.Keep(versions);
    });

    private void Save()
    {
        lock (_writing)
        {
            KeptVersion? now;
            using (var access = _driver.EnterAnyState())
                now = access.Machine.MasterUser()?.Kept;
            if (now is { } version && version != _saved && Try(() => SavedVersions.Add(_path, version)))
                _saved = version;
        }
    }

    private bool Try(Action act)
    {
        try
        {
            act();
            _problems.Report(NodePart.MasterList, this, null);
            return true;
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            _problems.Report(NodePart.MasterList, this, reason);
            return false;
        }
    }
}
