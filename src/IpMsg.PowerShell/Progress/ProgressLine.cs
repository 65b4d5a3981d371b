using System;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;

namespace IpMsg.PowerShell.Progress;

/// <summary>A progress bar, updated at most five times a second and removed at the end, also after Ctrl+C.</summary>
internal sealed class ProgressLine
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Unique source ids: the engine distinguishes bars by them and does not show the id of a cmdlet.
    private static long s_lastSource = 1L << 40;

    private readonly long _source = Interlocked.Increment(ref s_lastSource);
    private readonly PSCmdlet _cmdlet;
    private readonly string _activity;
    private Deadline _next = new(Interval);
    private bool _isShown;

    internal ProgressLine(PSCmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    /// <summary>True when the next update is due.</summary>
    internal bool IsDue => _next.IsOver;

    /// <param name="status">The text.</param>
    /// <param name="percent">The completed part in percent; -1 when unknown.</param>
    /// <param name="remaining">The remaining time; null when unknown.</param>
    internal void Show(string status, int percent, TimeSpan? remaining = null)
    {
        _next = new Deadline(Interval);
        _isShown = true;
        _cmdlet.CommandRuntime.WriteProgress(_source, new ProgressRecord(0, _activity, status)
        {
            PercentComplete = percent,
            SecondsRemaining = remaining is { } time && time.TotalSeconds < int.MaxValue ? (int)Math.Ceiling(time.TotalSeconds) : -1,
        });
    }

    internal void Complete()
    {
        if (!_isShown)
            return;
        _isShown = false;
        var end = new ProgressRecord(0, _activity, " ") { RecordType = ProgressRecordType.Completed };
        try
        {
            _cmdlet.CommandRuntime.WriteProgress(_source, end);
        }
        catch (PipelineStoppedException)
        {
            // After Ctrl+C the engine rejects the record, and the bar would stay on the screen.
            _cmdlet.Host.UI.WriteProgress(_source, end);
        }
    }
}
