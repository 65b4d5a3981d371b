using System;
using System.IO;
using System.Threading;

namespace IpMsg.Node;

/// <summary>
/// A small file that a node reads at its start, and writes regularly when its content has changed and at the end. A file that cannot be
/// used is a problem of the node, which goes on without it.
/// </summary>
internal abstract class PeriodicFile : IDisposable
{
    private readonly NodeProblems _problems;
    private readonly NodePart _part;
    private readonly object _writing = new();
    private readonly Timer _timer;

    /// <param name="driver">The member.</param>
    /// <param name="problems">Where failures are reported.</param>
    /// <param name="part">The part of the node that fails with the file.</param>
    protected PeriodicFile(MemberDriver driver, NodeProblems problems, NodePart part)
    {
        Driver = driver;
        _problems = problems;
        _part = part;
        _timer = new Timer(_ => driver.Guard(() => Write(isLast: false)), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The member.</summary>
    protected MemberDriver Driver { get; }

    /// <summary>Reads the file, and begins to write it regularly.</summary>
    /// <param name="intervalMs">The time between two writes in milliseconds.</param>
    internal void Open(int intervalMs)
    {
        Try(Load);
        _timer.Change(intervalMs, intervalMs);
    }

    /// <summary>Writes the file for the last time. The member may have left.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Write(isLast: true);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    protected abstract void Load();

    /// <summary>Writes the file when there is something new. False when there is not.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    protected abstract bool Save(bool isLast);

    private void Write(bool isLast)
    {
        lock (_writing)
            Try(() => Save(isLast));
    }

    private void Try(Action act) => Try(() =>
    {
        act();
        return true;
    });

    // Without a write, a failure of before is not over.
    private void Try(Func<bool> act)
    {
        try
        {
            if (act())
                _problems.Report(_part, this, null);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            _problems.Report(_part, this, reason);
        }
    }
}
