namespace IpMsg.Benchmarks.Master;

/// <summary>What a datagram is for. All but the first belong to the member master.</summary>
internal enum TrafficKind
{
    /// <summary>Entries, answers, absences and exits within a segment, which are the same without a master.</summary>
    Announcements,
    /// <summary>Polls, and the answer that nothing has changed.</summary>
    Polls,
    /// <summary>Pages of the whole list.</summary>
    Lists,
    /// <summary>Changes of the list.</summary>
    Changes,
    /// <summary>Orders to agents, their questions to the segment with the answers, and their reports.</summary>
    Agents,
    /// <summary>Entries, answers and exits between segments.</summary>
    Questions,
}
