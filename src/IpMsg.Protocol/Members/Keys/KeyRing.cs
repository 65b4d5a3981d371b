using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>The public keys of other members: the first key of each member is pinned (R72).</summary>
internal sealed class KeyRing
{
    // How long members sign messages before these alone establish their keys.
    private static readonly TimeSpan s_signingTime = TimeSpan.FromMinutes(10);

    private readonly MemberContext _context;
    private readonly Dictionary<NameKey, PinnedKey> _pins = [];
    private readonly PinShares _shares = new();

    internal KeyRing(MemberContext context) => _context = context;

    /// <summary>The keys that are kept.</summary>
    internal IEnumerable<KnownKey> All => _pins.Values.Where(static each => each.Share != PinShare.Passing).Select(static each => each.Key);

    /// <summary>The key of a member; null when it is unknown. A fingerprint in the user name is ignored.</summary>
    internal KnownKey? Find(string user, string host) => PinOf(user, host)?.Key;

    /// <summary>True when something shows that the member with the pinned key exists. Limits prefer such members alone.</summary>
    internal bool IsEstablished(string user, string host) => PinOf(user, host) is { Key.IsEstablished: true };

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
    internal bool HasFrom(IPAddress address) => _pins.Values.Any(each => each.Key.FirstSeenFrom.Equals(address));

    /// <summary>Loads keys from the store, which other processes of the user change too.</summary>
    internal void Load(IEnumerable<KnownKey> keys)
    {
        foreach (var key in keys)
        {
            var names = NamesOf(key.UserName, key.HostName);
            if (!_pins.TryGetValue(names, out var pin) || !pin.Key.IsSamePin(key))
            {
                Remove(names);
                _pins[names] = pin = new PinnedKey(names, key);
            }
            // What was learned here may not be saved yet.
            else if (pin.Key.HasChanged)
                pin.Key = pin.Key.MergedWith(key, isLater: true);
            else
                pin.Key = key.WithProofsOf(pin.Key);
            _shares.Place(pin, isStored: true);
        }
    }

    /// <summary>Applies the change or removal of a key by another process of the user. A key that was pinned here since is kept.</summary>
    internal void Overrule(KnownKey former, KnownKey? now)
    {
        if (Find(former.UserName, former.HostName) is not { } known || !known.IsSamePin(former))
            return;
        Remove(NamesOf(former.UserName, former.HostName));
        if (now is not null)
            Load([now]);
    }

    /// <summary>
    /// Handles the key of a member. The first key is pinned; a later one that differs or is weaker is only noted. Returns the known key.
    /// </summary>
    /// <param name="user">The user name of the member.</param>
    /// <param name="host">The host name of the member.</param>
    /// <param name="said">The answer with the key.</param>
    /// <param name="from">The endpoint of the member.</param>
    /// <param name="isWanted">True when the user wants the key, such as for a message.</param>
    internal KnownKey Learn(string user, string host, PublicKeyAnswer said, IPEndPoint from, bool isWanted)
    {
        var names = NamesOf(user, host);
        if (!_pins.TryGetValue(names, out var pin))
        {
            var first = new KnownKey(FingerprintName.Bare(user), host, said.Key, said.Capabilities, _context.Now.Wall, from.Address)
            {
                NickName = NickNameOf(names, from),
            };
            // A member without names cannot be recognised later.
            return first.UserName.Length == 0 || host.Length == 0 ? first : Add(new PinnedKey(names, first) { IsWanted = isWanted });
        }
        pin.IsWanted |= isWanted;
        Settle(pin);
        var known = pin.Key;
        bool isSame = IsSame(known, said);
        if (isSame && known.Capabilities != (said.Capabilities | known.Capabilities & Capabilities.PlainFileBody))
            return Keep(pin, known with { Capabilities = said.Capabilities | known.Capabilities & Capabilities.PlainFileBody });
        // Notes one differing key only: a member that changes its key all the time would cause constant writes to the disk.
        if (isSame || known.HasChanged)
            return known;
        return Keep(pin, known with
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
        if (key.UserName.Length == 0 || key.HostName.Length == 0 || _pins.ContainsKey(names))
            return false;
        Add(new PinnedKey(names, key with
        {
            FirstSeenAt = _context.Now.Wall,
            VerifiedAt = _context.Now.Wall,
            ConfirmedAt = null,
            SignedAt = null,
        }));
        return true;
    }

    /// <summary>Notes that a member has confirmed a message of the user that was encrypted for a key.</summary>
    internal void OnConfirmed(string user, string host, PublicKey key)
    {
        if (PinOf(user, host) is { Key.ConfirmedAt: null } pin && pin.Key.Key.Equals(key))
            Keep(pin, pin.Key with { ConfirmedAt = _context.Now.Wall });
    }

    /// <summary>Notes a message that a member has signed. Messages over ten minutes establish its key.</summary>
    internal void OnSigned(string user, string host, PublicKey key)
    {
        if (PinOf(user, host) is not { } pin || !pin.Key.Key.Equals(key))
            return;
        if (pin.FirstSignedAt is not { } first)
        {
            pin.FirstSignedAt = _context.Now.Elapsed;
            Settle(pin);
        }
        else if (!pin.Key.IsEstablished && _context.Now.Elapsed - first >= s_signingTime && _shares.MayEstablish(pin))
            Keep(pin, pin.Key with { SignedAt = _context.Now.Wall });
    }

    /// <summary>
    /// Marks a key that the user has compared with that of its owner. When two keys were received under the names, the compared one is
    /// pinned anew and the other one is dropped. Null when it is neither of them, or when the pin is another one by now.
    /// </summary>
    internal KnownKey? Verify(KnownKey pin, PublicKey compared)
    {
        if (PinOf(pin.UserName, pin.HostName) is not { } held || !held.Key.IsSamePin(pin))
            return null;
        var (known, now) = (held.Key, _context.Now.Wall);
        bool isPinned = compared.Equals(known.Key);
        if (isPinned && !known.HasChanged)
            return Keep(held, known with { VerifiedAt = now });
        if (!isPinned && (!compared.Equals(known.Differing) || known.DifferingCapabilities == Capabilities.None))
            return null;
        // Another process may note the other key at the same time. A new pin is not merged with what was known of the former one.
        _context.Outputs.Raise(new KeyForgotten(known));
        return Keep(held, isPinned
            ? known.WithoutOther() with { FirstSeenAt = now, VerifiedAt = now }
            : known.WithoutOther() with
            {
                Key = compared,
                Capabilities = known.DifferingCapabilities,
                FirstSeenAt = known.DifferedAt ?? now,
                FirstSeenFrom = known.DifferedFrom ?? known.FirstSeenFrom,
                NickName = known.DifferedNickName,
                VerifiedAt = now,
                ConfirmedAt = null,
                SignedAt = null,
            });
    }

    /// <summary>Removes a key; the next key is pinned as the first one. False when no key is known.</summary>
    internal bool Forget(string user, string host)
    {
        if (Find(user, host) is not { } known)
            return false;
        Remove(NamesOf(user, host));
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

    private PinnedKey? PinOf(string user, string host) => _pins.TryGetValue(NamesOf(user, host), out var pin) ? pin : null;

    private KnownKey Add(PinnedKey pin)
    {
        _pins[pin.Names] = pin;
        Keep(pin, pin.Key);
        if (_shares.Displaced() is { } displaced)
            _pins.Remove(displaced.Names);
        return pin.Key;
    }

    private void Remove(NameKey names)
    {
        if (_pins.TryGetValue(names, out var pin))
            _shares.Remove(pin);
        _pins.Remove(names);
    }

    // Stores a key that gets a place now.
    private void Settle(PinnedKey pin)
    {
        bool wasKept = pin.Share != PinShare.Passing;
        if (_shares.Place(pin) && !wasKept)
            _context.Outputs.Raise(new KeyKept(pin.Key));
    }

    private KnownKey Keep(PinnedKey pin, KnownKey key)
    {
        pin.Key = key;
        if (_shares.Place(pin))
            _context.Outputs.Raise(new KeyKept(key));
        return key;
    }
}
