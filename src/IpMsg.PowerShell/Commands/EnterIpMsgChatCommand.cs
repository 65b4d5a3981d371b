using System;
using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.PowerShell.Chat;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Terminal;

namespace IpMsg.PowerShell.Commands;

/// <summary>Talks with a member, a contact or a group in the terminal, until Ctrl+C or /exit.</summary>
[Cmdlet(VerbsCommon.Enter, "IpMsgChat")]
[OutputType(typeof(IpMsgMessage), typeof(IpMsgDelivery))]
public sealed class EnterIpMsgChatCommand : ListenerCmdlet
{
    private readonly List<object> _kept = [];

    /// <summary>
    /// With whom: a member, a contact, a group of contacts or of members, an address; or a member or message. Without it, /to chooses.
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [MemberPattern]
    [ArgumentCompleter(typeof(ChatPartnerCompleter))]
    public string? To { get; set; }

    /// <summary>Write the messages and deliveries of the conversation when it has ended.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        // Before anything is started: a listener would confirm messages that nobody sees.
        if (TerminalCheck.WhyNone(Host) is { } reason)
        {
            string name = To is null ? "suzuki" : Completions.QuoteLiteral(To);
            throw new IpMsgException(IpMsgErrorId.NoTerminal, "A conversation needs a terminal, and " + reason + ".", To,
                "In a script: Send-IpMsg " + name + " 'text' sends, and Receive-IpMsg " + name + " -Wait waits for the answers.");
        }
        var listener = GetListener(ListenerUse.Receive);
        var partner = To is null ? null : ChatPartner.Find(To, listener, this, StopToken);
        IReadOnlyList<string> warnings;
        using (new ConsoleMode())
        {
            var widths = ConsoleWidths.Measure(Host.UI);
            IScreen screen = Platform.IsWindows ? new WindowsScreen(Host.UI) : new VtScreen();
            var display = new InputDisplay(screen, widths);
            using var session = new ChatSession(
                listener, this, new ConsoleKeyboard(), display, widths, PassThru ? _kept.Add : null, StopToken);
            try
            {
                session.Run(partner);
            }
            finally
            {
                display.Clear();
            }
            warnings = session.Warnings;
        }
        foreach (string warning in warnings)
            WriteWarning(warning);
        // Each of them live.
        WriteObject(_kept, enumerateCollection: true);
    }
}
