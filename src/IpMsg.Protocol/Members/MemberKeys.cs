using System.Collections.Generic;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Protocol.Members;

/// <summary>Reads and changes the public keys of other members that a <see cref="MemberMachine"/> knows.</summary>
public static class MemberKeys
{
    /// <summary>The key of a member; null when it is unknown. A fingerprint in the user name is ignored.</summary>
    public static KnownKey? KnownKeyOf(this MemberMachine machine, string user, string host) => machine.Ring.Find(user, host);

    /// <summary>The key that verifies the signature of an encrypted file request; null when the sender's key is unknown.</summary>
    public static PublicKey? KeyOf(this MemberMachine machine, FileRequestAssembler request) =>
        request.TryRead(out var packet) ? machine.Ring.KeyOf(packet) : null;

    /// <summary>Loads keys from the store; they replace the known keys of the same members.</summary>
    public static void LoadKeys(this MemberMachine machine, IEnumerable<KnownKey> keys) => machine.Ring.Load(keys);

    /// <summary>Applies the change of a key by another process of the user; null when that process has removed the key.</summary>
    public static void OverruleKey(this MemberMachine machine, KnownKey former, KnownKey? now) => machine.Ring.Overrule(former, now);

    /// <summary>Pins a key that the user imports, which counts as verified. False when the member's key is known already.</summary>
    public static bool PinKey(this MemberMachine machine, Moment now, KnownKey key) => machine.At(now).Ring.Pin(key);

    /// <summary>
    /// Marks a key that the user has compared with that of its owner. When two keys were received under the names (R72), the compared one
    /// is pinned anew and the other one is dropped. Returns the pinned key; null when the compared key is neither of them, or when another
    /// key is pinned by now.
    /// </summary>
    /// <param name="machine">The member.</param>
    /// <param name="now">The time.</param>
    /// <param name="pin">The key as it was known when it was compared.</param>
    /// <param name="compared">The compared key: the pinned or the differing one.</param>
    public static KnownKey? VerifyKey(this MemberMachine machine, Moment now, KnownKey pin, PublicKey compared) =>
        machine.At(now).Ring.Verify(pin, compared);

    /// <summary>Removes the key of a member; its next key is pinned as the first one (R72). False when no key is known.</summary>
    public static bool ForgetKey(this MemberMachine machine, Moment now, string user, string host) =>
        machine.At(now).Ring.Forget(user, host);
}
