using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>
/// Keeps the list of a master on the disk, so that the next process of the master begins with it: every thirty seconds when it has
/// changed, and at the end.
/// </summary>
internal sealed class MasterListFile : IDisposable
{
    private const int IntervalMs = 30_000;

    private readonly MemberDriver _driver;
    private readonly NodeProblems _problems;
    private readonly string _path;
    private readonly object _writing = new();
    private readonly Timer _timer;
    private long? _saved;

    internal MasterListFile(MemberDriver driver, NodeServices services)
    {
        _driver = driver;
        _problems = services.Problems;
        _path = UserFolder.Locate(services.Options.KeyPath).PathOf("master-list.json");
        Load();
        _timer = new Timer(_ => driver.Guard(Save), null, IntervalMs, IntervalMs);
    }

    /// <summary>Writes the list for the last time.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Save();
    }

    private void Load()
    {
        try
        {
            var (hosts, version) = SavedList.Read(_path);
            using var access = _driver.EnterAnyState();
            access.Machine.LoadList(NodeClock.Now, hosts, version);
        }
        // The agents report everyone within a cycle.
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            _problems.Report(NodePart.MasterList, this, reason);
        }
    }

    private void Save()
    {
        lock (_writing)
        {
            IReadOnlyList<SavedHost> hosts;
            long version;
            using (var access = _driver.EnterAnyState())
            {
                if (access.Machine.ListMaster() is not { } master || master.Version == _saved)
                    return;
                _saved = version = master.Version;
                hosts = access.Machine.SaveList()!;
            }
            try
            {
                SavedList.Write(_path, hosts, version);
                _problems.Report(NodePart.MasterList, this, null);
            }
            catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
            {
                _saved = null;
                _problems.Report(NodePart.MasterList, this, reason);
            }
        }
    }
}
