using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Encryption;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// Chooses messages of the history by their other side. A history has few of these and many messages, so results are kept.
/// </summary>
/// <param name="names">Names and addresses, with wildcards.</param>
internal sealed class HistoryPartners(string[] names)
{
    private const int MaxKept = 10_000;

    private readonly NamePatterns _patterns = new(names);
    private readonly Dictionary<HistoryPeer, bool> _results = [];

    internal bool IsMatch(HistoryPeer peer)
    {
        if (_results.TryGetValue(peer, out bool isMatch))
            return isMatch;
        if (_results.Count >= MaxKept)
            _results.Clear();
        string user = FingerprintName.Bare(peer.User);
        return _results[peer] = _patterns.MatchesAny(
            peer.NickName, user, peer.User, peer.Host, user + "@" + peer.Host, peer.Address, new IpMsgHistoryPeer(peer).EndPoint);
    }
}
