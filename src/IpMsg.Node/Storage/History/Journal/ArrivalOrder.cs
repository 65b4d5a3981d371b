using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// Puts the messages of each session into the order in which it has received them. Encrypted ones come to the disk in the order in which
/// their decryption ends.
/// </summary>
internal static class ArrivalOrder
{
    /// <summary>Orders messages. What sessions have received at the same time keeps its places.</summary>
    /// <param name="messages">The messages in the order of their lines.</param>
    internal static List<ReceivedMessage> Of(List<ReceivedMessage> messages)
    {
        var sessions = messages.GroupBy(static each => each.Session)
            .ToDictionary(static session => session.Key, static session => session.OrderBy(static each => each.Order).GetEnumerator());
        var ordered = new List<ReceivedMessage>(messages.Count);
        foreach (var each in messages)
        {
            sessions[each.Session].MoveNext();
            ordered.Add(sessions[each.Session].Current);
        }
        return ordered;
    }
}
