using System;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Limits;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Limits the decryptions of messages from addresses whose messages could not be decrypted (R110). Anybody can forge the address of a
/// member, and only a decryption shows what is forged. So the limit does not decide who sent a message: it gives the address of a member
/// with a pinned key a larger share than others have, and gives repetitions of refused messages a share of their own, which a flood of
/// ever new messages does not use.
/// </summary>
/// <remarks>
/// A decryption takes about 0.3 ms of a processor. All shares together are 3,456 a second, and those of one standing 1,280 at most.
/// </remarks>
internal sealed class DecryptionLimiter(Standings standings)
{
    /// <summary>The maximum number of failures of an address within a minute before its messages are limited.</summary>
    internal const int MaxFailures = 8;

    private const int MinuteMs = 60_000;
    private const int UnprovedRate = 256, PinnedRate = 1_024;

    // By standing: forged addresses do not affect what is known of members.
    private readonly RateLimiter[] _failures = [Failures(), Failures(), Failures(), Failures()];
    private readonly RefusedMessages[] _refused = [new(), new(), new(), new()];
    private readonly Shares<IPAddress> _first = new(Of(UnprovedRate), Of(UnprovedRate), Of(PinnedRate), Of(PinnedRate));
    private readonly Shares<IPAddress> _again =
        new(Of(UnprovedRate / 2), Of(UnprovedRate / 2), Of(PinnedRate / 4), Of(PinnedRate / 4));

    // Of all endpoints without proof together: many forged addresses have few failures each. Messages that are decrypted do not count.
    private readonly Rate _unproved = new(UnprovedRate / 2, UnprovedRate * 2);
    private long _unprovedUntil;

    /// <summary>True when the message may be decrypted now. A refused one has a better chance when it is repeated.</summary>
    internal bool TryTake(DuplicateKey key, IPEndPoint from, Moment now)
    {
        var standing = standings.Of(from);
        if (IsFree(from, standing, now)
            || _first.TryTake(from.Address, standing, now)
            || IsRepeated(key) && _again.TryTake(from.Address, standing, now))
            return true;
        _refused[(int)standing].Add(key);
        return false;
    }

    /// <summary>True for a message that was refused before.</summary>
    internal bool IsRepeated(DuplicateKey key) => Array.Exists(_refused, each => each.Contains(key));

    /// <summary>Notes a message that was dropped before its decryption.</summary>
    internal void OnDropped(EncryptedArrival arrival) => _refused[(int)standings.Of(arrival.From)].Add(arrival.Key);

    /// <summary>
    /// Counts a message that could not be decrypted, or that is not signed by the member that it names although that member's key signs.
    /// </summary>
    internal void OnDecrypted(EncryptedArrival arrival, DecryptedEnvelope? decrypted, Moment now)
    {
        var standing = standings.Of(arrival.From);
        bool isUnsigned = arrival.SenderKey?.Size == Capabilities.Rsa2048 && decrypted?.Signature != SignatureStatus.Valid;
        if (decrypted is null || isUnsigned)
            _failures[(int)standing].Count(arrival.From.Address, now);
        else if (standing == Standing.Unproved)
            _unprovedUntil = _unproved.Undo(_unprovedUntil);
    }

    private bool IsFree(IPEndPoint from, Standing standing, Moment now)
    {
        if (_failures[(int)standing].IsExceeded(from.Address, now))
            return false;
        if (standing != Standing.Unproved)
            return true;
        if (!_unproved.Allows(_unprovedUntil, now))
            return false;
        _unprovedUntil = _unproved.Use(_unprovedUntil, now);
        return true;
    }

    private static RateLimiter Failures() => new(MaxFailures, MinuteMs);

    // A single address gets three quarters at most.
    private static ShareRates Of(int perSecond) => new(new Rate(perSecond * 3 / 4, perSecond / 2), new Rate(perSecond, perSecond));
}
