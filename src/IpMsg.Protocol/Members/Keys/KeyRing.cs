using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>The public keys of others, one for each member, the first that was seen (R72).</summary>
internal sealed class KeyRing
{
    /// <summary>More keys than this are not remembered, so that strangers cannot fill memory and disk.</summary>
    internal const int Capacity = 16_384;

    // Nor do strangers with many names take the places of those to whom we write, or one of them those of all the others.
    private const int MaxUnsolicited = Capacity / 2;
    private const int MaxPerAddress = 512;

    private readonly MemberContext _context;
    private readonly Dictionary<NameKey, KnownKey> _keys = [];

    internal KeyRing(MemberContext context) => _context = context;

    internal IEnumerable<KnownKey> All => _keys.Values;

    /// <summary>The key of a member, whatever fingerprint its name has; null when none is known.</summary>
    internal KnownKey? Find(string user, string host) => _keys.TryGetValue(NamesOf(user, host), out var key) ? key : null;

    /// <summary>The key of the member that a file request names as its sender; null when it is not known. Its port says nothing.</summary>
    internal PublicKey? KeyOf(in Packet packet) => KeyOf(packet, ObservedEncoding.Unknown, ClientDialect.Standard);

    /// <summary>The key of the member that a message names as its sender; null when it is not known.</summary>
    internal PublicKey? KeyOf(in Packet packet, IPEndPoint from)
    {
        var sender = _context.Roster.At(from);
        return KeyOf(packet, sender?.ObservedEncoding ?? ObservedEncoding.Unknown, sender?.Dialect ?? ClientDialects.Of(packet));
    }

    /// <summary>True when a key is known that was first seen at that address.</summary>
    internal bool HasFrom(IPAddress address) => CountFrom(address) > 0;

    /// <summary>Takes in what was known in earlier sessions, or what another process or the user has learnt.</summary>
    internal void Load(IEnumerable<KnownKey> keys)
    {
        foreach (var key in keys)
        {
            var names = NamesOf(key.UserName, key.HostName);
            // That the member has come with another key may have been noted here and not be kept yet.
            bool isMerged = _keys.TryGetValue(names, out var known) && known.HasChanged && known.IsSamePin(key);
            _keys[names] = isMerged ? known!.MergedWith(key, isLater: true) : key;
        }
    }

    /// <summary>Another process of the user had a say in a key, or has forgotten it. A pin that was made here meanwhile stays.</summary>
    internal void Overrule(KnownKey former, KnownKey? now)
    {
        if (Find(former.UserName, former.HostName) is not { } known || !known.IsSamePin(former))
            return;
        _keys.Remove(NamesOf(former.UserName, former.HostName));
        if (now is not null)
            Load([now]);
    }

    /// <summary>
    /// Somebody says that this is his key. The first word counts; a later one that differs, or that is weaker, is only noted. Returns what
    /// is known now; where there is no room to remember it, it serves this once.
    /// </summary>
    /// <param name="user">His user name.</param>
    /// <param name="host">His host name.</param>
    /// <param name="said">What he says.</param>
    /// <param name="from">Where he says it.</param>
    /// <param name="isWanted">True when it was asked for in order to write to him, and not by the way.</param>
    internal KnownKey Learn(string user, string host, PublicKeyAnswer said, IPAddress from, bool isWanted)
    {
        var names = NamesOf(user, host);
        if (!_keys.TryGetValue(names, out var known))
        {
            known = new KnownKey(FingerprintName.Bare(user), host, said.Key, said.Capabilities, _context.Now.Wall, from);
            // Nobody without a name could be recognised by it.
            bool isKept = known.UserName.Length > 0 && host.Length > 0 && (isWanted ? _keys.Count < Capacity : HasRoomFor(from));
            return isKept ? Keep(names, known) : known;
        }
        bool isSame = IsSame(known, said);
        if (isSame && known.Capabilities != (said.Capabilities | known.Capabilities & Capabilities.PlainFileBody))
            return Keep(names, known with { Capabilities = said.Capabilities | known.Capabilities & Capabilities.PlainFileBody });
        // Once is enough: whoever changes keys all the time would else have us write all the time.
        return isSame || known.HasChanged
            ? known
            : Keep(names, known with { Differing = said.Key, DifferedAt = _context.Now.Wall, DifferedFrom = from });
    }

    /// <summary>True for an answer that would be held against the member from now on.</summary>
    internal bool IsNew(string user, string host, PublicKeyAnswer answer) =>
        Find(user, host) is { HasChanged: false } known && !IsSame(known, answer);

    /// <summary>Pins a key that the user brings. False when one is known already.</summary>
    internal bool Pin(KnownKey key)
    {
        var names = NamesOf(key.UserName, key.HostName);
        if (key.UserName.Length == 0 || key.HostName.Length == 0 || _keys.ContainsKey(names))
            return false;
        Keep(names, key with { FirstSeenAt = _context.Now.Wall });
        return true;
    }

    /// <summary>Forgets a key, so that the next one is taken as the first. False when none was known.</summary>
    internal bool Forget(string user, string host)
    {
        if (Find(user, host) is not { } known)
            return false;
        _keys.Remove(NamesOf(user, host));
        _context.Outputs.Raise(new KeyForgotten(known));
        return true;
    }

    /// <summary>Under what a member's key is kept.</summary>
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
