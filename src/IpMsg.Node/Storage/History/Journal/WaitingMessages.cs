using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// The messages that nobody has taken, and the session for which each waits. Every process computes it from the same lines in the same
/// order.
/// </summary>
internal sealed class WaitingMessages
{
    private readonly Dictionary<HistoryId, string> _sessions = [];
    private string _lastSession = "";

    internal IReadOnlyCollection<KeyValuePair<HistoryId, string>> All => _sessions;

    /// <summary>The latest time of a line.</summary>
    internal DateTimeOffset Latest { get; private set; }

    internal void Clear() => _sessions.Clear();

    internal bool IsFor(HistoryId id, string session) => _sessions.TryGetValue(id, out string? owner) && owner == session;

    /// <summary>The session for which a message waits; null when it does not wait.</summary>
    internal string? OwnerOf(HistoryId id) => _sessions.TryGetValue(id, out string? owner) ? owner : null;

    internal bool Contains(HistoryId id) => _sessions.ContainsKey(id);

    internal void Set(HistoryId id, string session) => _sessions[id] = session;

    internal void Remove(HistoryId id) => _sessions.Remove(id);

    internal void NoteTime(DateTimeOffset at)
    {
        if (at > Latest)
            Latest = at;
    }

    /// <summary>Applies a line. Ignores an unreadable one.</summary>
    /// <returns>The version of the line; a line of a newer version is not applied.</returns>
    internal int Fold(ReadOnlySpan<byte> line)
    {
        if (!LineHead.TryRead(line, out var head))
            return HistoryFormat.Version;
        if (head.Version > HistoryFormat.Version)
            return head.Version;
        NoteTime(head.At);
        switch (head.Kind)
        {
            case LineKind.Received:
                Set(head.Id, SessionOf(line));
                break;
            case LineKind.Claimed:
                if (Contains(head.Id))
                    Set(head.Id, SessionOf(line));
                break;
            case LineKind.Returned:
                Set(head.Id, SessionOf(line));
                break;
            case LineKind.Taken or LineKind.Discarded:
                Remove(head.Id);
                break;
        }
        return head.Version;
    }

    // There are few sessions, so each gets one string.
    private string SessionOf(ReadOnlySpan<byte> line)
    {
        string session = LineHead.SessionOf(line) ?? "";
        if (session != _lastSession)
            _lastSession = session;
        return _lastSession;
    }
}
