using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the names of those with whom the last messages were exchanged, latest first.</summary>
internal sealed class HistoryPartnerCompleter : HistoryCompleter
{
    // Read in some 10 ms.
    private const int MaxMessages = 1_000;

    /// <inheritdoc/>
    protected override IReadOnlyList<CompletionResult> Complete(HistoryOptions options, string user, string word)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var results = new List<CompletionResult>();
        var entries = new HistoryReader(options.FolderOf(user)).Read(new HistoryQuery { Last = MaxMessages });
        foreach (var entry in entries.Reverse())
        {
            foreach (var partner in Partners(entry.Message))
            {
                // A name with control characters must not get onto the command line.
                string name = SafeText.Line(partner.NickName) == partner.NickName ? partner.NickName : partner.EndPoint;
                bool fits = Completions.Begins(name, word) || Completions.Begins(partner.UserName, word)
                    || Completions.Begins(partner.HostName, word);
                if (fits && seen.Add(name))
                    results.Add(Completions.Of(name, name, Describe(partner) + ": " + TimeText.Minutes(entry.Message.At)));
            }
        }
        var book = ContactDefaults.Files(null).Read();
        var contacts = book.All.Where(each => Completions.Begins(each.Name, word) && seen.Add(each.Name));
        results.AddRange(contacts.Select(ContactNameCompleter.Of));
        results.AddRange(ContactGroupCompleter.Of(book, word));
        return results;
    }

    private static IEnumerable<IpMsgHistoryPeer> Partners(HistoryRecord message) =>
        (message is ReceivedMessage received ? [received.From] : ((SentMessage)message).To).Select(each => new IpMsgHistoryPeer(each));

    private static string Describe(IpMsgHistoryPeer peer) =>
        peer.NickName + " " + (peer.UserName.Length == 0 ? "" : "(" + peer.GroupName + ") " + peer.UserName + "@" + peer.HostName + " ")
        + peer.EndPoint;
}
