using System;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members;

/// <summary>A report of a member to its owner, or a request that the owner carries out.</summary>
public abstract record MemberEvent;

/// <summary>An entry packet or a host list contains a member: a new one, a changed one or an unchanged one (R26).</summary>
/// <param name="Member">The member with its current data.</param>
public sealed record MemberSeen(Member Member) : MemberEvent;

/// <summary>A member has left or does not answer (R25).</summary>
/// <param name="Member">The member with its last data.</param>
public sealed record MemberGone(Member Member) : MemberEvent;

/// <summary>
/// Write a message to the disk, then call <see cref="MemberMachine.Persisted"/> or <see cref="MemberMachine.PersistFailed"/>.
/// </summary>
/// <param name="Message">The message; the member confirms it after Persisted.</param>
public sealed record PersistRequested(IncomingMessage Message) : MemberEvent;

/// <summary>A message is in the inbox.</summary>
/// <param name="Message">The message.</param>
public sealed record MessageArrived(IncomingMessage Message) : MemberEvent;

/// <summary>An encrypted message is in the inbox; save what recognises its copies (R116).</summary>
/// <param name="Seen">What recognises the message.</param>
internal sealed record MessageRemembered(SeenMessage Seen) : MemberEvent;

/// <summary>A delivery has ended, or has changed after its end.</summary>
/// <param name="Delivery">The delivery, which may have changed again since.</param>
/// <param name="Change">The change.</param>
public sealed record DeliveryChanged(Delivery Delivery, DeliveryChange Change) : MemberEvent
{
    /// <summary>The observer of the delivery; null for none.</summary>
    public IObserver<DeliveryChanged>? Observer { get; } = Delivery.Observer;

    internal static DeliveryChange EndOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Confirmed => DeliveryChange.Confirmed,
        DeliveryStatus.Sent => DeliveryChange.Sent,
        DeliveryStatus.Refused => DeliveryChange.Refused,
        _ => DeliveryChange.Unconfirmed,
    };
}

/// <summary>
/// Write the datagram of a delivery to the disk, then call <see cref="MemberQueue.Persisted"/>, or end it with
/// <see cref="MemberMachine.GiveUp"/>.
/// </summary>
/// <param name="Delivery">The delivery; its datagram does not change any more.</param>
internal sealed record DeliveryPersistRequested(Delivery Delivery) : MemberEvent;

/// <summary>The state of an offer has changed. The owner breaks off the transfers of an ended offer.</summary>
/// <param name="Offer">The offer, which may have changed again since.</param>
/// <param name="State">The new state.</param>
public sealed record OfferChanged(Offer Offer, OfferState State) : MemberEvent;

/// <summary>Encrypt a message, then call <see cref="MemberMachine.CompleteEncryption"/>.</summary>
/// <param name="Job">The message and the way to encrypt it.</param>
public sealed record EncryptionRequested(EncryptionJob Job) : MemberEvent;

/// <summary>
/// Decrypt a message, then call <see cref="MemberMachine.CompleteDecryption"/> or <see cref="MemberMachine.DropEncrypted"/>.
/// </summary>
/// <param name="Arrival">The message to decrypt.</param>
public sealed record DecryptionRequested(EncryptedArrival Arrival) : MemberEvent;

/// <summary>
/// Make or check a signature with <see cref="SignatureJob.Run"/>, then call <see cref="MemberSignatures.CompleteSignature"/>.
/// </summary>
/// <param name="Job">The signature.</param>
public sealed record SignatureRequested(SignatureJob Job) : MemberEvent;

/// <summary>Send a dictionary over TCP, then call <see cref="MemberMaster.CompleteSend"/>.</summary>
/// <param name="Send">The dictionary and its destination.</param>
internal sealed record DictionarySendRequested(DictionarySend Send) : MemberEvent;

/// <summary>A request for a public key has ended (R57).</summary>
/// <param name="Request">The request.</param>
/// <param name="Key">The key; null without an answer.</param>
public sealed record KeyRequestEnded(KeyRequest Request, KnownKey? Key) : MemberEvent;

/// <summary>A key was pinned or has changed; save it (R72).</summary>
/// <param name="Key">The key.</param>
public sealed record KeyKept(KnownKey Key) : MemberEvent;

/// <summary>A key was removed; delete it from the store.</summary>
/// <param name="Key">The key.</param>
public sealed record KeyForgotten(KnownKey Key) : MemberEvent;

/// <summary>A request for version or absence text has ended (R55).</summary>
/// <param name="Request">The request with its answer.</param>
public sealed record InfoRequestEnded(InfoRequest Request) : MemberEvent;

/// <summary>A request for a host list has ended (R35).</summary>
/// <param name="Request">The request with the received entries.</param>
public sealed record HostListRequestEnded(HostListRequest Request) : MemberEvent;

/// <summary>Both BR_EXIT are sent (R29); the owner can close the sockets.</summary>
public sealed record ExitSent : MemberEvent;
