using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// Which pages and changes of the master's list a user takes: those of the list that it has asked for, and changes that follow. Older ones
/// are replays (R129).
/// </summary>
internal sealed class ReceivedList
{
    // Two changes every two seconds for as long as a list takes.
    private const int MaxEarly = 64;

    private readonly HashSet<int> _starts = [];
    private readonly SortedDictionary<long, ListPart> _early = [];
    private HashSet<NameKey> _names = [];
    private HashSet<NameKey> _arriving = [];
    private readonly HashSet<NameKey> _abandoned = [];
    private long? _arrivingVersion;
    private long _pageNumber;
    private int _count;

    /// <summary>The version of the complete list with its changes; null before the first list.</summary>
    internal long? Version { get; private set; }

    /// <summary>The lowest version that counts: an earlier process has had it.</summary>
    internal long Lowest { get; set; }

    /// <summary>True when a list was lower, and none has been complete since.</summary>
    internal bool WasLower { get; private set; }

    /// <summary>True when a change is missing before one that has come.</summary>
    internal bool HasGap => Version is not null && _early.Count > 0;

    /// <summary>True while pages are missing.</summary>
    internal bool IsArriving => _count > 0;

    /// <summary>The number of members in the list.</summary>
    internal int Count => _names.Count;

    /// <summary>True when the list, or the one that arrives, names a member.</summary>
    internal bool Has(NameKey names) => _names.Contains(names) || _arriving.Contains(names);

    /// <summary>Takes a page of the list. False when it is old, a copy, or out of order.</summary>
    /// <param name="page">The page.</param>
    /// <param name="number">Its packet number, which stands for a missing version.</param>
    /// <param name="gone">
    /// The members of the former list, and of lists that did not become complete, that the complete list lacks; null before the last page.
    /// </param>
    internal bool TryAddPage(ListPart page, long number, out IReadOnlyCollection<NameKey>? gone)
    {
        gone = null;
        if (!IsNext(page, number))
            return false;
        foreach (var host in page.Hosts)
        {
            if (!host.IsGone)
                _arriving.Add(new NameKey(host.User, host.Host));
        }
        _count += page.Hosts.Count;
        if (_count < page.Total)
            return true;
        _names.UnionWith(_abandoned);
        _names.ExceptWith(_arriving);
        gone = _names;
        (_names, _arriving) = (_arriving, []);
        _abandoned.Clear();
        Version = page.Version ?? number;
        WasLower = false;
        Forget();
        return true;
    }

    /// <summary>
    /// Takes a change of the list. It is kept when it follows one that has not come, or a list: changes may overtake each other.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="number">Its packet number, which stands for a missing version.</param>
    /// <returns>The changes that apply now, in their order.</returns>
    internal IReadOnlyList<ListPart> Change(ListPart change, long number)
    {
        if (change.Base is { } from && (Version is null || from > Version))
        {
            _early[from] = change;
            if (_early.Count > MaxEarly)
                _early.Remove(First().Base);
            return [];
        }
        long next = change.Version ?? number;
        if (Version is null || next <= Version)
            return [];
        Take(change, next);
        return [change, .. Follow()];
    }

    /// <summary>Takes the kept changes that follow the list now, and returns them in their order.</summary>
    internal IReadOnlyList<ListPart> Follow()
    {
        var taken = new List<ListPart>();
        while (_early.Count > 0 && First() is var (from, change) && from <= Version)
        {
            _early.Remove(from);
            if (change.Version is not { } next || next <= Version)
                continue;
            Take(change, next);
            taken.Add(change);
        }
        return taken;
    }

    private void Take(ListPart change, long version)
    {
        Version = version;
        foreach (var host in change.Hosts)
        {
            if (host.IsGone)
                _names.Remove(new NameKey(host.User, host.Host));
            else
                _names.Add(new NameKey(host.User, host.Host));
        }
    }

    private (long Base, ListPart Change) First()
    {
        using var all = _early.GetEnumerator();
        all.MoveNext();
        return (all.Current.Key, all.Current.Value);
    }

    // Pages with a version may come in any order. Others have to follow each other, because nothing else says that they belong together.
    private bool IsNext(ListPart page, long number)
    {
        if (page.Hosts.Count == 0)
            return false;
        if ((page.Version ?? number) < Lowest)
        {
            WasLower = true;
            return false;
        }
        if (page.Version is not { } version)
        {
            if (number <= Version || number <= _pageNumber || page.Start != 0 && page.Start != _count)
                return false;
            if (page.Start == 0)
                Forget();
            _pageNumber = number;
            return true;
        }
        if (version <= Version || version < _arrivingVersion)
            return false;
        if (version != _arrivingVersion)
            Forget();
        _arrivingVersion = version;
        return _starts.Add(page.Start);
    }

    private void Forget()
    {
        _starts.Clear();
        _abandoned.UnionWith(_arriving);
        _arriving = [];
        _arrivingVersion = null;
        _count = 0;
    }
}
