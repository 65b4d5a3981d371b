using System;
using System.Management.Automation;
using IpMsg.Node;
using System.Threading;

namespace IpMsg.PowerShell.Progress;

/// <summary>A line of progress, drawn at most five times a second, and taken away again however the work ends.</summary>
internal sealed class ProgressLine
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Apart from the engine's own: a line is known by its source, and the engine does not tell which one a cmdlet has.
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

    /// <summary>True when it is time to draw it again.</summary>
    internal bool IsDue => _next.IsOver;

    /// <param name="status">What there is to say.</param>
    /// <param name="percent">How much is done; -1 when nobody knows.</param>
    /// <param name="remaining">How long it will take; null when nobody knows.</param>
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
            // After Ctrl+C the engine lets nothing through, and the line would stay on the screen.
            _cmdlet.Host.UI.WriteProgress(_source, end);
        }
    }
}
