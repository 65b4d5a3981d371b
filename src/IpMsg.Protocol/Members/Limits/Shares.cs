using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// Limits events a second: each standing has a rate that no other standing uses, and each source within it a rate of its own.
/// </summary>
/// <typeparam name="TSource">What identifies a source, such as an address. It may be forged.</typeparam>
/// <param name="unproved">The rates of <see cref="Standing.Unproved"/>.</param>
/// <param name="answering">The rates of <see cref="Standing.Answering"/>.</param>
/// <param name="established">The rates of <see cref="Standing.Established"/>.</param>
/// <param name="pinned">The rates of <see cref="Standing.Pinned"/>; null when these members use the share of those that answer.</param>
internal sealed class Shares<TSource>(ShareRates unproved, ShareRates answering, ShareRates established, ShareRates? pinned = null)
    where TSource : notnull
{
    /// <summary>The maximum number of sources of one standing that are counted one by one.</summary>
    internal const int Capacity = 4_096;

    private readonly Share[] _shares = [new(unproved), new(answering), new(pinned ?? answering), new(established)];

    /// <summary>Counts an event, unless the source or its standing has used its rate.</summary>
    internal bool TryTake(TSource source, Standing standing, Moment now) =>
        _shares[(int)(standing == Standing.Pinned && pinned is null ? Standing.Answering : standing)].TryTake(source, now);

    private sealed class Share(ShareRates rates)
    {
        private readonly Dictionary<TSource, long> _usedUntil = [];
        private long _allUsedUntil;

        internal bool TryTake(TSource source, Moment now)
        {
            _usedUntil.TryGetValue(source, out long usedUntil);
            if (!rates.All.Allows(_allUsedUntil, now) || !rates.Each.Allows(usedUntil, now))
                return false;
            // The rate of all limits the number of sources within a second, so this is needed after seconds of new ones only.
            if (_usedUntil.Count >= Capacity && usedUntil == 0)
                RemoveIdle(now);
            _allUsedUntil = rates.All.Use(_allUsedUntil, now);
            _usedUntil[source] = rates.Each.Use(usedUntil, now);
            return true;
        }

        private void RemoveIdle(Moment now)
        {
            var idle = new List<TSource>();
            foreach (var each in _usedUntil)
            {
                if (each.Value <= now.Elapsed.Ticks)
                    idle.Add(each.Key);
            }
            foreach (var each in idle)
                _usedUntil.Remove(each);
        }
    }
}
