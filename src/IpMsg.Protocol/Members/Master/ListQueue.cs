using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>The members of one segment that wait for the list, and the transmission to some of them.</summary>
internal sealed class ListQueue
{
    private readonly List<Newcomer> _waiting = [];
    private List<Newcomer> _served = [];
    private ListSnapshot? _snapshot;
    private int _next;

    /// <summary>True while somebody waits.</summary>
    internal bool HasWork => _served.Count > 0 || _waiting.Count > 0;

    /// <summary>True when the pages go to the whole segment.</summary>
    internal bool IsShared { get; private set; }

    /// <summary>The time until which the pages to the whole segment use their rate, in ticks.</summary>
    internal long UsedUntil { get; set; }

    /// <summary>The transmitted list; null between two transmissions.</summary>
    internal ListSnapshot? Snapshot => _snapshot;

    /// <summary>The index of the next page.</summary>
    internal int Next => _next;

    /// <summary>The recipient of the pages that go to a single member.</summary>
    internal IPEndPoint Recipient => _served[0].Place;

    internal void Add(Newcomer newcomer) => _waiting.Add(newcomer);

    /// <summary>Begins the next transmission: to many at once when the segment can have one, otherwise to the first one.</summary>
    /// <param name="snapshot">The list.</param>
    /// <param name="minShared">The minimum number of members for a transmission to the whole segment.</param>
    internal void Begin(ListSnapshot snapshot, int minShared)
    {
        (_snapshot, _next) = (snapshot, 0);
        _served = _waiting.FindAll(static each => each.MayShare);
        IsShared = _served.Count >= minShared;
        if (IsShared)
            _waiting.RemoveAll(static each => each.MayShare);
        else
        {
            _served = [_waiting[0]];
            _waiting.RemoveAt(0);
        }
    }

    /// <summary>A page was sent. Returns those that have all pages now.</summary>
    internal IReadOnlyList<Newcomer> OnSent()
    {
        if (++_next < _snapshot!.Count)
            return [];
        var served = _served;
        (_served, _snapshot) = ([], null);
        return served;
    }

    /// <summary>The transmission to the segment is not possible any more: its members wait again.</summary>
    internal void Interrupt()
    {
        _waiting.InsertRange(0, _served);
        (_served, _snapshot) = ([], null);
    }
}

/// <summary>A member that waits for the list.</summary>
/// <param name="Place">Its address and port.</param>
/// <param name="Since">When it has asked, in monotonic milliseconds.</param>
/// <param name="MayShare">False when it has asked again after two transmissions to its segment.</param>
internal sealed record Newcomer(IPEndPoint Place, long Since, bool MayShare);
