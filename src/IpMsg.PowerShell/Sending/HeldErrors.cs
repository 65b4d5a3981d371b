using System.Collections.Generic;
using IpMsg.Node;
using IpMsg.PowerShell.Commands;

namespace IpMsg.PowerShell.Sending;

/// <summary>
/// The errors of single recipients. With -ErrorAction Stop the first one ends the command, so they are held until the deliveries of all
/// recipients are in the output.
/// </summary>
/// <param name="cmdlet">Writes the errors.</param>
internal sealed class HeldErrors(SendIpMsgCommand cmdlet)
{
    private readonly bool _holds = cmdlet.IsEndedByErrors;
    private readonly Queue<IpMsgException> _held = new();

    internal void Report(IpMsgException error)
    {
        if (_holds)
            _held.Enqueue(error);
        else
            cmdlet.Report(error);
    }

    /// <summary>Reports the held errors. The first one ends the command.</summary>
    internal void Release()
    {
        while (_held.Count > 0)
            cmdlet.Report(_held.Dequeue());
    }
}
