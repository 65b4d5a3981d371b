using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpMsg.Node;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>Describes the messages that a listener has confirmed and nobody has received, for a warning when it ends.</summary>
internal static class UnreadText
{
    private const int MaxSenders = 5;

    /// <summary>The text, with the names of the senders; null when no message waits.</summary>
    internal static string? Of(MemberNode node)
    {
        var waiting = node.Inbox.GetWaiting();
        if (waiting.Count == 0)
            return null;
        var senders = waiting.GroupBy(static each => new IpMsgSender(each).ToString()).ToList();
        var named = senders.Take(MaxSenders).Select(static each => each.Count() == 1
            ? SafeText.Line(each.Key)
            : SafeText.Line(each.Key) + " (" + each.Count().ToString(CultureInfo.InvariantCulture) + ")");
        string more = senders.Count > MaxSenders ? " and " + (senders.Count - MaxSenders) + " more" : "";
        string count = waiting.Count == 1 ? "One message was" : waiting.Count + " messages were";
        string fate = node.StorePath is null
            ? ", and what was in memory is lost."
            : ". The next listener with the same data folder and user name gets what was confirmed.";
        return count + " not received, from " + string.Join(", ", named) + more + fate;
    }
}
