using System;
using System.Collections.Generic;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <summary>
/// Loads the digests of stored messages into the filters of repetitions, so that their memory outlives the process (R43).
/// </summary>
internal static class StoredDigests
{
    // The memory of duplicates of a running listener is as long (R43).
    private static readonly TimeSpan s_maxAge = TimeSpan.FromMinutes(10);
    private const int MaxDigests = 65_536;

    /// <summary>Call it before the first message that wants a confirmation.</summary>
    /// <exception cref="System.IO.IOException">The store cannot be read.</exception>
    internal static void Load(HistoryStore store, MemberDriver driver)
    {
        byte[] key = store.DigestKey;
        var hash = new SipHash128(BitConverter.ToUInt64(key, 0), BitConverter.ToUInt64(key, sizeof(ulong)));
        var recent = store.RecentDigests(s_maxAge, MaxDigests);
        using var access = driver.EnterAnyState();
        access.Machine.LoadMessages(NodeClock.Now, hash, Messages(recent), Replays(recent));
    }

    private static IEnumerable<DuplicateKey> Messages(IReadOnlyList<RecentDigest> recent)
    {
        foreach (var each in recent)
            yield return new DuplicateKey(each.Digest.First, each.Digest.Second);
    }

    private static IEnumerable<DuplicateKey> Replays(IReadOnlyList<RecentDigest> recent)
    {
        foreach (var each in recent)
        {
            if (each.ReplayDigest is { } signed)
                yield return new DuplicateKey(signed.First, signed.Second);
        }
    }
}
