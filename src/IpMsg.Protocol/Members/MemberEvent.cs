using System;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members;

/// <summary>Something that a member reports to its owner, or that its owner has to do for it.</summary>
public abstract record MemberEvent;

/// <summary>An entry packet or a host list has told of a member: a new one, a changed one or the same again (R26).</summary>
/// <param name="Member">The member as it is now.</param>
public sealed record MemberSeen(Member Member) : MemberEvent;

/// <summary>A member has left or does not answer (R25).</summary>
/// <param name="Member">The member as it was last.</param>
public sealed record MemberGone(Member Member) : MemberEvent;

/// <summary>Put a message on disk, then call <see cref="MemberMachine.Persisted"/> or <see cref="MemberMachine.PersistFailed"/>.</summary>
/// <param name="Message">The message; it is confirmed only when it is safe.</param>
public sealed record PersistRequested(IncomingMessage Message) : MemberEvent;

/// <summary>A message is in the inbox.</summary>
/// <param name="Message">The message.</param>
public sealed record MessageArrived(IncomingMessage Message) : MemberEvent;

/// <summary>A delivery has ended, or something has become known of it after that.</summary>
/// <param name="Delivery">The delivery, which may have gone on since.</param>
/// <param name="Change">What happened.</param>
public sealed record DeliveryChanged(Delivery Delivery, DeliveryChange Change) : MemberEvent
{
    /// <summary>Who asked to be told when the delivery was sent; null for nobody.</summary>
    public IObserver<DeliveryChanged>? Observer { get; } = Delivery.Observer;
}

/// <summary>An offer stands differently. When it has ended, its transfers are to be broken off.</summary>
/// <param name="Offer">The offer, which may have gone on since.</param>
/// <param name="State">How it stood then.</param>
public sealed record OfferChanged(Offer Offer, OfferState State) : MemberEvent;

/// <summary>Encrypt a message, then call <see cref="MemberMachine.CompleteEncryption"/>.</summary>
/// <param name="Job">What to encrypt and how.</param>
public sealed record EncryptionRequested(EncryptionJob Job) : MemberEvent;

/// <summary>
/// Decrypt a message, then call <see cref="MemberMachine.CompleteDecryption"/> or <see cref="MemberMachine.DropEncrypted"/>.
/// </summary>
/// <param name="Arrival">What to decrypt.</param>
public sealed record DecryptionRequested(EncryptedArrival Arrival) : MemberEvent;

/// <summary>A question for a public key was answered or given up (R57).</summary>
/// <param name="Request">The question.</param>
/// <param name="Key">The key; null when it remained without an answer.</param>
public sealed record KeyRequestEnded(KeyRequest Request, KnownKey? Key) : MemberEvent;

/// <summary>A key was pinned or has changed, and is to be kept (R72).</summary>
/// <param name="Key">The key.</param>
public sealed record KeyKept(KnownKey Key) : MemberEvent;

/// <summary>A key is to be forgotten.</summary>
/// <param name="Key">The key.</param>
public sealed record KeyForgotten(KnownKey Key) : MemberEvent;

/// <summary>A question about version or absence was answered or given up (R55).</summary>
/// <param name="Request">The question, with its answer.</param>
public sealed record InfoRequestEnded(InfoRequest Request) : MemberEvent;

/// <summary>The fetch of a host list has ended (R35).</summary>
/// <param name="Request">The fetch, with what came.</param>
public sealed record HostListRequestEnded(HostListRequest Request) : MemberEvent;

/// <summary>Both farewells are out (R29); the sockets may be closed.</summary>
public sealed record ExitSent : MemberEvent;
