using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Completers;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Lines of PowerShell for the advice of errors, to be pasted as they are.</summary>
internal static class SuggestedLine
{
    private const int MaxTextLength = 80;
    private const int MaxRecipients = 10;

    /// <summary>The command that shows the members of a group.</summary>
    internal static string MembersOf(string group) =>
        "Get-IpMsgMember -GroupName " + Completions.Of(group, group, group).CompletionText;

    /// <summary>The command again, with the members of a group instead of a name.</summary>
    internal static string ForGroup(string group, Cmdlet cmdlet)
    {
        string members = MembersOf(group);
        return cmdlet switch
        {
            SendIpMsgCommand { Message: { Length: > 0 } text } => members + " | Send-IpMsg " + Quote(text),
            SendIpMsgCommand => "Send-IpMsg (" + members + ")",
            TestIpMsgMemberCommand => members + " | Test-IpMsgMember",
            _ => "Get-IpMsgMember -HostList (" + members + ")",
        };
    }

    /// <summary>Piped recipients with a text by name; the first of many.</summary>
    internal static string ForRecipients(IReadOnlyCollection<string> recipients, string text)
    {
        string list = string.Join(", ", recipients.Take(MaxRecipients).Select(Quote));
        return (recipients.Count > MaxRecipients ? list + ", …" : list) + " | Send-IpMsg -Message " + Quote(text);
    }

    // A line has to stay one: a long text, or one with several lines, is for the user to insert.
    private static string Quote(string text) => text.Length > MaxTextLength || SafeText.Line(text) != text
        ? "$text"
        : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
}
