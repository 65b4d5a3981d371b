using System;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>A delivery that waits for the key of its recipient, or for its encryption.</summary>
/// <param name="outgoingEncryption">Decides about the delivery.</param>
/// <param name="delivery">The delivery.</param>
/// <param name="waiter">Holds the delivery.</param>
internal sealed class EncryptionWait(OutgoingEncryption outgoingEncryption, Delivery delivery, IEncryptionWaiter waiter) : IKeyWaiter
{
    internal Delivery Delivery => delivery;

    internal IEncryptionWaiter Waiter => waiter;

    /// <summary>The pending job; null while a key is pending.</summary>
    internal EncryptionJob? Order { get; set; }

    /// <summary>True when the name of the recipient has the fingerprint of another key than the pinned one.</summary>
    internal bool IsInDoubt { get; set; }

    /// <summary>The time of the first request for the key.</summary>
    internal TimeSpan AskedAt { get; set; }

    public bool IsOfUser => !delivery.Message.IsAutomatic;

    public void OnKey(KnownKey? key) => outgoingEncryption.OnKey(this, key);
}
