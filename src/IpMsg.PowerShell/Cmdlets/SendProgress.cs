using System;
using System.Management.Automation;

namespace IpMsg.PowerShell;

/// <summary>How many recipients have confirmed, at most five times a second, and only when there are many.</summary>
internal sealed class SendProgress
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Cmdlet _cmdlet;
    private readonly int _total;
    private readonly bool _isWanted;
    private Patience _next = new(Interval);
    private bool _isShown;

    internal SendProgress(Cmdlet cmdlet, int total, bool isWanted)
    {
        _cmdlet = cmdlet;
        _total = total;
        _isWanted = isWanted;
    }

    internal void Show(int done)
    {
        if (!_isWanted || !_next.IsOver)
            return;
        _next = new Patience(Interval);
        _isShown = true;
        _cmdlet.WriteProgress(Record(done));
    }

    internal void Complete()
    {
        if (!_isShown)
            return;
        var record = Record(_total);
        record.RecordType = ProgressRecordType.Completed;
        _cmdlet.WriteProgress(record);
    }

    private ProgressRecord Record(int done) => new(0, "Sending message", done + " of " + _total + " recipients")
    {
        PercentComplete = _total == 0 ? 100 : (int)(100L * done / _total),
    };
}
