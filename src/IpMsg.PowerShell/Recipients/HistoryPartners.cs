using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// Chooses messages of the history by their other side. A history has few of these and many messages, so results are kept.
/// </summary>
/// <param name="names">Names and addresses, with wildcards.</param>
internal sealed class HistoryPartners(string[] names)
{
    private const int MaxKept = 10_000;

    private readonly NamePatterns _patterns = new(names);
    private readonly ContactNames _contacts = ContactNames.OfRunspace();
    private readonly Dictionary<HistoryPeer, bool> _results = [];

    internal bool IsMatch(HistoryPeer peer)
    {
        if (_results.TryGetValue(peer, out bool isMatch))
            return isMatch;
        if (_results.Count >= MaxKept)
            _results.Clear();
        return _results[peer] = _patterns.MatchesAny(_contacts.NamesOf(peer));
    }
}
