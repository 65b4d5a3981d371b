using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.Shell.Hosting;

/// <summary>Shows what is in progress as one line that is written over.</summary>
internal sealed class ProgressLine(Terminal terminal)
{
    /// <summary>More often than this nobody reads it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Dictionary<(long Source, int Activity), ProgressRecord> _active = [];
    private long _shownAt;

    public void Report(long source, ProgressRecord record)
    {
        lock (_gate)
        {
            var known = _active.ContainsKey((source, record.ActivityId));
            if (record.RecordType == ProgressRecordType.Completed)
            {
                _active.Remove((source, record.ActivityId));
            }
            else
            {
                _active[(source, record.ActivityId)] = record;
            }

            if (known && _active.Count > 0 && TimeSpan.FromMilliseconds(Environment.TickCount64 - _shownAt) < Pause)
            {
                return;
            }

            _shownAt = Environment.TickCount64;
            terminal.ShowStatus(_active.Count == 0 ? "" : Line(_active.Values.Last(), terminal.Width - 1));
        }
    }

    /// <summary>Forgets everything: the pipeline that reported it has ended, perhaps without saying so.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _active.Clear();
            terminal.ShowStatus("");
        }
    }

    internal static string Line(ProgressRecord record, int width)
    {
        var percent = record.PercentComplete is >= 0 and <= 100 ? $" {record.PercentComplete}%" : "";
        var remaining = record.SecondsRemaining >= 0 ? $", {TimeSpan.FromSeconds(record.SecondsRemaining):c} left" : "";
        var operation = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        var line = $"{record.Activity}: {record.StatusDescription}{percent}{remaining}{operation}".ReplaceLineEndings(" ");
        while (CellWidth.Of(line) > width)
        {
            line = line[..^(char.IsLowSurrogate(line[^1]) ? 2 : 1)];
        }

        return line;
    }
}
