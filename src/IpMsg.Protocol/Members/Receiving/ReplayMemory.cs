using System;
using System.Collections.Generic;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Recognises copies of encrypted messages that were shown, under any names, from any address and after any time (R116). Only messages that
/// could be decrypted come into it. Each member with a pinned key has a share for what its key has signed and one for what came in its
/// name without a signature; a share loses its own oldest entry, so no other sender can evict it.
/// </summary>
internal sealed class ReplayMemory
{
    /// <summary>The maximum number of messages in each of the two shares of a member.</summary>
    internal const int MaxPerShare = 1_024;

    /// <summary>The maximum number of messages in a share that belongs to no member.</summary>
    internal const int MaxCommon = 65_536;

    /// <summary>The maximum of all shares together. Beyond it the largest share loses its oldest entries.</summary>
    internal const int Capacity = 196_608;

    private readonly Dictionary<DuplicateKey, ReplayKey> _seen = [];
    // The answer for a message that is older than all that are remembered. It is no exact copy of any message.
    private static readonly ReplayKey s_tooOld = new(default, ArrivalState.Kept);

    private readonly Dictionary<ulong, ReplayShare> _shares = [];
    private int _count;

    /// <summary>The messages that are on the disk or in the inbox, oldest first within each share.</summary>
    internal IEnumerable<SeenMessage> Kept
    {
        get
        {
            foreach (var share in _shares.Values)
            {
                foreach (var each in share.Messages)
                {
                    if (each.State == ArrivalState.Kept && IsCurrent(each))
                        yield return each.Seen;
                }
            }
        }
    }

    /// <summary>
    /// Returns the earlier message of which this one is a copy. Adds a message that is new, and returns null. After a message that nobody
    /// has proved, the message that the sender has signed is new: somebody may have sent the copy first, changed or under another name.
    /// </summary>
    internal ReplayKey? Add(IncomingMessage message, in SeenMessage seen, Moment now)
    {
        bool isKnown = _seen.TryGetValue(seen.Digest, out var earlier);
        if (isKnown && (!seen.IsProved || earlier!.Seen.IsProved || seen.HasContentOf(earlier.Seen)))
            return earlier;
        if (IsTooOld(seen, now))
            return s_tooOld;
        message.ReplayKey = new ReplayKey(seen, ArrivalState.Pending);
        Add(message.ReplayKey);
        return null;
    }

    /// <summary>True for a message from before all that its full share has; see <see cref="ReplayShare.IsTooOld"/>.</summary>
    internal bool IsTooOld(in SeenMessage seen, Moment now) =>
        seen.IsProved && _shares.TryGetValue(seen.Share, out var share) && share.IsTooOld(seen, now);

    /// <summary>Loads messages that this process or another one of the user has received earlier.</summary>
    internal void Load(IEnumerable<SeenMessage> messages)
    {
        foreach (var seen in messages)
        {
            // Of a message in the message store only the digest is known.
            if (!_seen.TryGetValue(seen.Digest, out var known) || seen.IsProved && !known.Seen.IsProved
                || known.Seen.Check == 0 && seen.Check != 0)
                Add(new ReplayKey(seen, ArrivalState.Kept));
        }
    }

    /// <summary>Removes a message that could not be stored; its next repetition counts as new.</summary>
    internal void Remove(IncomingMessage message)
    {
        if (message.ReplayKey is { } key && IsCurrent(key))
            _seen.Remove(key.Digest);
    }

    private void Add(ReplayKey key)
    {
        ulong name = key.Seen.Share;
        if (!_shares.TryGetValue(name, out var share))
            _shares[name] = share = new ReplayShare();
        if (share.Count >= (key.Seen.IsOfMember ? MaxPerShare : MaxCommon))
            RemoveOldest(share);
        if (_count >= Capacity)
            ShrinkLargest();
        _seen[key.Digest] = key;
        share.Add(key);
        _count++;
    }

    private void RemoveOldest(ReplayShare share)
    {
        var oldest = share.RemoveOldest();
        _count--;
        if (IsCurrent(oldest))
            _seen.Remove(oldest.Digest);
    }

    // Several at a time, because the search looks at all shares.
    private void ShrinkLargest()
    {
        ReplayShare? largest = null;
        foreach (var share in _shares.Values)
            largest = largest is null || share.Count > largest.Count ? share : largest;
        for (int i = Math.Max(1, largest!.Count / 16); i > 0; i--)
            RemoveOldest(largest);
    }

    // False for the entry of a message that could not be stored, and for one that a proved message has replaced.
    private bool IsCurrent(ReplayKey key) => _seen.TryGetValue(key.Digest, out var current) && ReferenceEquals(current, key);
}
