using System;
using System.Management.Automation;
using IpMsg.Node.Storage.History.Queries;

namespace IpMsg.PowerShell.Commands;

/// <summary>Shows received and sent messages of the past, newest last.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgHistory", DefaultParameterSetName = Oldest)]
[OutputType(typeof(IpMsgHistoryEntry))]
public sealed class GetIpMsgHistoryCommand : HistoryCmdlet
{
    private const string Oldest = "First", Newest = "Last";

    /// <summary>Only messages with this in their text, letter case aside. It is no pattern.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Text { get; set; }

    /// <summary>Only messages from this time on.</summary>
    [Parameter]
    public DateTimeOffset Since { get; set; }

    /// <summary>At most this many, the oldest.</summary>
    [Parameter(ParameterSetName = Oldest)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>At most this many, the newest.</summary>
    [Parameter(ParameterSetName = Newest, Mandatory = true)]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; }

    /// <inheritdoc/>
    protected override void End() => WithStore(folder =>
    {
        foreach (var entry in new HistoryReader(folder).Read(Conditions()))
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(new IpMsgHistoryEntry(entry));
        }
    });

    private HistoryQuery Conditions() => Query() with
    {
        Text = Text,
        Since = MyInvocation.BoundParameters.ContainsKey(nameof(Since)) ? Since : null,
        First = ParameterSetName == Oldest ? First : null,
        Last = ParameterSetName == Newest ? Last : null,
    };
}
