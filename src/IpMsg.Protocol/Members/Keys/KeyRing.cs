using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>The public keys of other members: the first key of each member is pinned (R72).</summary>
internal sealed class KeyRing
{
    /// <summary>The maximum number of keys: forged members must not fill memory and disk.</summary>
    internal const int Capacity = 16_384;

    // Half of the capacity is for members that this node writes to, and one address cannot use the other half alone.
    private const int MaxUnsolicited = Capacity / 2;
    private const int MaxPerAddress = 512;

    private readonly MemberContext _context;
    private readonly Dictionary<NameKey, KnownKey> _keys = [];

    internal KeyRing(MemberContext context) => _context = context;

    internal IEnumerable<KnownKey> All => _keys.Values;

    /// <summary>The key of a member; null when it is unknown. A fingerprint in the user name is ignored.</summary>
    internal KnownKey? Find(string user, string host) => _keys.TryGetValue(NamesOf(user, host), out var key) ? key : null;

    /// <summary>
    /// The key of the sender of a file request, by its names; null when it is unknown. A TCP source port identifies no member.
    /// </summary>
    internal PublicKey? KeyOf(in Packet packet) => KeyOf(packet, ObservedEncoding.Unknown, ClientDialect.Standard);

    /// <summary>The key of the sender of a message, by its names; null when it is unknown.</summary>
    internal PublicKey? KeyOf(in Packet packet, IPEndPoint from)
    {
        var sender = _context.Roster.At(from);
        return KeyOf(packet, sender?.ObservedEncoding ?? ObservedEncoding.Unknown, sender?.Dialect ?? ClientDialects.Of(packet));
    }

    /// <summary>True when a known key was first seen at that address.</summary>
    internal bool HasFrom(IPAddress address) => CountFrom(address) > 0;

    /// <summary>Loads keys from the store, which other processes of the user change too.</summary>
    internal void Load(IEnumerable<KnownKey> keys)
    {
        foreach (var key in keys)
        {
            var names = NamesOf(key.UserName, key.HostName);
            // A differing key of the member may be noted here and not be saved yet.
            bool isMerged = _keys.TryGetValue(names, out var known) && known.HasChanged && known.IsSamePin(key);
            _keys[names] = isMerged ? known!.MergedWith(key, isLater: true) : key;
        }
    }

    /// <summary>Applies the change or removal of a key by another process of the user. A key that was pinned here since is kept.</summary>
    internal void Overrule(KnownKey former, KnownKey? now)
    {
        if (Find(former.UserName, former.HostName) is not { } known || !known.IsSamePin(former))
            return;
        _keys.Remove(NamesOf(former.UserName, former.HostName));
        if (now is not null)
            Load([now]);
    }

    /// <summary>
    /// Handles the key of a member. The first key is pinned; a later one that differs or is weaker is only noted. Returns the known key; at
    /// the capacity limit a new key is returned but not kept.
    /// </summary>
    /// <param name="user">The user name of the member.</param>
    /// <param name="host">The host name of the member.</param>
    /// <param name="said">The answer with the key.</param>
    /// <param name="from">The endpoint of the member.</param>
    /// <param name="isWanted">True when a waiter needs the key to send a message.</param>
    internal KnownKey Learn(string user, string host, PublicKeyAnswer said, IPEndPoint from, bool isWanted)
    {
        var names = NamesOf(user, host);
        if (!_keys.TryGetValue(names, out var known))
        {
            known = new KnownKey(FingerprintName.Bare(user), host, said.Key, said.Capabilities, _context.Now.Wall, from.Address)
            {
                NickName = NickNameOf(names, from),
            };
            // A member without names cannot be recognised later.
            bool isKept = known.UserName.Length > 0 && host.Length > 0 && (isWanted ? _keys.Count < Capacity : HasRoomFor(from.Address));
            return isKept ? Keep(names, known) : known;
        }
        bool isSame = IsSame(known, said);
        if (isSame && known.Capabilities != (said.Capabilities | known.Capabilities & Capabilities.PlainFileBody))
            return Keep(names, known with { Capabilities = said.Capabilities | known.Capabilities & Capabilities.PlainFileBody });
        // Notes one differing key only: a member that changes its key all the time would cause constant writes to the disk.
        if (isSame || known.HasChanged)
            return known;
        return Keep(names, known with
        {
            Differing = said.Key,
            DifferingCapabilities = said.Capabilities,
            DifferedAt = _context.Now.Wall,
            DifferedFrom = from.Address,
            DifferedNickName = NickNameOf(names, from),
        });
    }

    /// <summary>True for an answer that differs from the pinned key, when no difference is noted yet.</summary>
    internal bool IsNew(string user, string host, PublicKeyAnswer answer) =>
        Find(user, host) is { HasChanged: false } known && !IsSame(known, answer);

    /// <summary>Pins a key that the user imports, which counts as verified. False when the member's key is known already.</summary>
    internal bool Pin(KnownKey key)
    {
        var names = NamesOf(key.UserName, key.HostName);
        if (key.UserName.Length == 0 || key.HostName.Length == 0 || _keys.ContainsKey(names))
            return false;
        Keep(names, key with { FirstSeenAt = _context.Now.Wall, VerifiedAt = _context.Now.Wall });
        return true;
    }

    /// <summary>
    /// Marks a key that the user has compared with that of its owner. When two keys were received under the names, the compared one is
    /// pinned anew and the other one is dropped. Null when it is neither of them, or when the pin is another one by now.
    /// </summary>
    internal KnownKey? Verify(KnownKey pin, PublicKey compared)
    {
        if (Find(pin.UserName, pin.HostName) is not { } known || !known.IsSamePin(pin))
            return null;
        var (names, now) = (NamesOf(pin.UserName, pin.HostName), _context.Now.Wall);
        bool isPinned = compared.Equals(known.Key);
        if (isPinned && !known.HasChanged)
            return Keep(names, known with { VerifiedAt = now });
        if (!isPinned && (!compared.Equals(known.Differing) || known.DifferingCapabilities == Capabilities.None))
            return null;
        // Another process may note the other key at the same time. A new pin is not merged with what was known of the former one.
        _context.Outputs.Raise(new KeyForgotten(known));
        return Keep(names, isPinned
            ? known.WithoutOther() with { FirstSeenAt = now, VerifiedAt = now }
            : known.WithoutOther() with
            {
                Key = compared,
                Capabilities = known.DifferingCapabilities,
                FirstSeenAt = known.DifferedAt ?? now,
                FirstSeenFrom = known.DifferedFrom ?? known.FirstSeenFrom,
                NickName = known.DifferedNickName,
                VerifiedAt = now,
            });
    }

    /// <summary>Removes a key; the next key is pinned as the first one. False when no key is known.</summary>
    internal bool Forget(string user, string host)
    {
        if (Find(user, host) is not { } known)
            return false;
        _keys.Remove(NamesOf(user, host));
        _context.Outputs.Raise(new KeyForgotten(known));
        return true;
    }

    /// <summary>The names that identify the key of a member, without a fingerprint.</summary>
    internal static NameKey NamesOf(Member member) => NamesOf(member.UserName, member.HostName);

    /// <inheritdoc cref="NamesOf(Member)"/>
    internal static NameKey NamesOf(string user, string host) => new(FingerprintName.Bare(user), host);

    private static bool IsSame(KnownKey known, PublicKeyAnswer said) => known.Key.Equals(said.Key)
        && SuiteSelection.StrengthOf(said) >= SuiteSelection.StrengthOf(new PublicKeyAnswer(known.Capabilities, known.Key));

    private PublicKey? KeyOf(in Packet packet, ObservedEncoding observed, ClientDialect dialect)
    {
        var codec = _context.Settings.Codec;
        string user = codec.Read(packet.User, packet.IsUtf8, observed, dialect);
        return Find(user, codec.Read(packet.Host, packet.IsUtf8, observed, dialect))?.Key;
    }

    private string? NickNameOf(NameKey names, IPEndPoint from) =>
        _context.Roster.At(from) is { } member && NamesOf(member).Equals(names) ? member.NickName : null;

    private bool HasRoomFor(IPAddress from) => _keys.Count < MaxUnsolicited && CountFrom(from) < MaxPerAddress;

    private int CountFrom(IPAddress from)
    {
        int count = 0;
        foreach (var key in _keys.Values)
        {
            if (key.FirstSeenFrom.Equals(from))
                count++;
        }
        return count;
    }

    private KnownKey Keep(NameKey names, KnownKey key)
    {
        _keys[names] = key;
        _context.Outputs.Raise(new KeyKept(key));
        return key;
    }
}
