using System.Management.Automation;

namespace IpMsg.PowerShell.Progress;

/// <summary>Progress of Send-IpMsg: how many of many recipients have confirmed.</summary>
internal sealed class SendProgress
{
    private const int ManyRecipients = 20;

    private readonly ProgressLine _line;
    private readonly int _total;

    internal SendProgress(PSCmdlet cmdlet, int total)
    {
        _line = new ProgressLine(cmdlet, "Sending message");
        _total = total;
    }

    internal void Show(int done)
    {
        if (_total >= ManyRecipients && _line.IsDue)
            _line.Show(done + " of " + _total + " recipients", (int)(100L * done / _total));
    }

    internal void Complete() => _line.Complete();
}
