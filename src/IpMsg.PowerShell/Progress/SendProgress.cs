using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Commands;

namespace IpMsg.PowerShell.Progress;

/// <summary>Progress of Send-IpMsg: how many of many recipients have confirmed, and after a second also of few.</summary>
internal sealed class SendProgress
{
    private const int ManyRecipients = 20;
    private const int MaxNamed = 3;

    private readonly ProgressLine _line;
    private readonly Deadline _silence = new(TimeSpan.FromSeconds(1));

    internal SendProgress(SendIpMsgCommand cmdlet) => _line = new ProgressLine(cmdlet, "Sending message");

    /// <param name="done">The number of recipients that have answered, or were given up.</param>
    /// <param name="total">The number of all recipients.</param>
    /// <param name="waiting">The others.</param>
    internal void Show(int done, int total, IEnumerable<string> waiting)
    {
        if (!_line.IsDue || total < ManyRecipients && !_silence.IsOver)
            return;
        string names = SafeText.Line(string.Join(", ", waiting.Take(MaxNamed)));
        int more = total - done - MaxNamed;
        string status = done + " of " + total + " recipients, waiting for " + names + (more > 0 ? " and " + more + " more" : "");
        _line.Show(status, (int)(100L * done / total));
    }

    internal void Complete() => _line.Complete();
}
