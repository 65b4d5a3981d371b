using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>
/// A member's behaviour: told what happened and what time it is, it decides what to do, and does none of it itself. It has no socket,
/// thread or clock and is not safe for several threads at once; its owner keeps them apart. After every call the owner takes out
/// datagrams (<see cref="MemberOutputs.TryDequeueTransmit"/>) and events (<see cref="MemberOutputs.TryDequeueEvent"/>) of <see
/// cref="Outputs"/>, and calls <see cref="Advance"/> at <see cref="NextTimer"/>.
/// </summary>
public sealed class MemberMachine
{
    private readonly MemberContext _context;
    private readonly MemberParts _parts;

    /// <param name="settings">Who the member is.</param>
    /// <param name="numbers">Its packet numbers.</param>
    /// <param name="random">Its randomness.</param>
    public MemberMachine(MemberSettings settings, IPacketNumbers numbers, IRandomSource random)
    {
        _context = new MemberContext(settings, numbers, random);
        _parts = new MemberParts(_context);
    }

    /// <summary>The datagrams and events that have not been taken out.</summary>
    public MemberOutputs Outputs => _context.Outputs;

    /// <summary>
    /// When <see cref="Advance"/> wants to be called next, in monotonic milliseconds; <see cref="Moment.Never"/> for not at all.
    /// </summary>
    public long NextTimer => _context.Timers.Next;

    /// <summary>What has happened so far.</summary>
    public MemberCounters Counters => _context.Counters;

    /// <summary>Everyone known.</summary>
    public IEnumerable<Member> Members => _context.Roster.All;

    /// <summary>How many are known.</summary>
    public int MemberCount => _context.Roster.Count;

    /// <summary>Messages that nobody has taken yet.</summary>
    public Inbox Inbox => _parts.Inbox;

    /// <summary>The public keys of others.</summary>
    public IEnumerable<KnownKey> KnownKeys => _parts.Ring.All;

    /// <summary>Everything on offer.</summary>
    public IEnumerable<Offer> Offers => _parts.Offers.All;

    /// <summary>Nickname, group and absence as others see them.</summary>
    public PresenceInfo Presence => _context.Presence.ToInfo();

    /// <summary>True when messages that want a confirmation are accepted; otherwise their senders get none and know it.</summary>
    public bool AcceptsMessages
    {
        get => _parts.Messages.Accepts;
        set => _parts.Messages.Accepts = value;
    }

    /// <summary>
    /// True, as at the start, to raise <see cref="MessageArrived"/> for every message that comes into the inbox. An owner that looks at
    /// <see cref="Inbox"/> itself can do without.
    /// </summary>
    public bool ReportsMessages
    {
        get => _context.ReportsMessages;
        set => _context.ReportsMessages = value;
    }

    /// <summary>True once an entry was broadcast.</summary>
    public bool IsAnnounced => _parts.Announcer.IsAnnounced;

    /// <summary>When the last entry was or will be broadcast, in monotonic milliseconds; null before the first.</summary>
    public long? EnteredAt => _parts.Announcer.EnteredAt;

    /// <summary>Who is reached at that endpoint; null when nobody known is.</summary>
    public Member? MemberAt(IPEndPoint endPoint) => _context.Roster.At(endPoint);

    /// <summary>The key of a member, whatever fingerprint its name has; null when none is known.</summary>
    public KnownKey? KnownKeyOf(string user, string host) => _parts.Ring.Find(user, host);

    /// <summary>The key by which an encrypted file request is to be checked; null when its sender's is not known.</summary>
    public PublicKey? KeyOf(FileRequestAssembler request) => request.TryRead(out var packet) ? _parts.Ring.KeyOf(packet) : null;

    /// <summary>Where broadcasts go and which networks we are on; to be told before the first announcement and after each change.</summary>
    public void SetNetworks(IReadOnlyList<IPEndPoint> targets, IReadOnlyList<LocalNetwork> networks, int port) =>
        _context.SetNetworks(targets, networks, port);

    /// <summary>A datagram came. Whatever it is, this does not throw (R5).</summary>
    public void Receive(Moment now, ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        _context.Now = now;
        _context.Counters.Received++;
        // Nobody sends from everybody's address: who pretends to wants our answer to go there.
        if (_context.IsLeaving || !PacketReader.TryRead(datagram, out var packet) || !_context.IsOneMachine(from))
        {
            _context.Counters.Ignored++;
            if (!_context.IsLeaving && IptuxCompatibility.IsMisreadReport(datagram))
                _parts.Iptux.OnMisread(from);
            return;
        }
        if (_parts.HandlerOf(packet.Command) is { } handler)
            handler.Handle(packet, from);
        else
            _context.Counters.Ignored++;
    }

    /// <summary>Advances time and fires due timers.</summary>
    public void Advance(Moment now) => At(now)._context.Timers.Advance(now.Milliseconds);

    /// <summary>Enters the network: tells everyone (R21).</summary>
    public void Announce(Moment now) => At(now)._parts.Announcer.Enter();

    /// <summary>Enters the network as far as one endpoint is concerned.</summary>
    public void Introduce(Moment now, IPEndPoint to) => At(now)._parts.Announcer.Introduce(to);

    /// <summary>
    /// Asks everyone to show up again. A second call within five seconds joins the first. Returns when the refresh began.
    /// </summary>
    public Moment Refresh(Moment now) => At(now)._parts.MemberRefresh.Begin();

    /// <summary>Changes nickname, group or absence and tells everyone (R28). Null leaves a part as it is.</summary>
    /// <param name="now">The time.</param>
    /// <param name="nickName">New nickname.</param>
    /// <param name="groupName">New group; empty for none.</param>
    /// <param name="absence">Title and text of an absence; an empty title ends the absence.</param>
    public void SetPresence(Moment now, string? nickName, string? groupName, (string Title, string Message)? absence)
    {
        At(now)._context.Presence.Change(nickName, groupName, absence);
        _parts.Announcer.OnPresenceChanged();
    }

    /// <summary>Writes a message for its recipients; <see cref="Dispatch"/> sends it.</summary>
    public EncodedMessage Compose(Moment now, OutgoingMessage message, IReadOnlyList<IPEndPoint> recipients) =>
        At(now)._parts.MessageEncoder.Compose(message, recipients, isBroadcast: false);

    /// <summary>Writes a message for every broadcast target; nobody confirms it (R40).</summary>
    public EncodedMessage ComposeBroadcast(Moment now, OutgoingMessage message) =>
        At(now)._parts.MessageEncoder.Compose(message with { IsOneShot = true }, _context.Targets, isBroadcast: true);

    /// <summary>
    /// Sends deliveries: new ones, or again, under their own numbers, such as were not confirmed. The observer is told of every change.
    /// </summary>
    public void Dispatch(Moment now, IReadOnlyList<Delivery> deliveries, IObserver<DeliveryChanged>? observer = null) =>
        At(now)._parts.Outbox.Dispatch(deliveries, observer);

    /// <summary>
    /// Sends a delivery again that was not confirmed, and waits that many milliseconds for its confirmation; null for all transmissions.
    /// </summary>
    public void Redispatch(Moment now, Delivery delivery, int? timeoutMs, IObserver<DeliveryChanged>? observer = null)
    {
        delivery.TimeoutMs = timeoutMs;
        Dispatch(now, [delivery], observer);
    }

    /// <summary>Ends a delivery early: the user does not want to wait, or the network would not take it.</summary>
    public void GiveUp(Moment now, Delivery delivery, DeliveryStatus status, string reason) =>
        At(now)._parts.Outbox.GiveUp(delivery, status, reason);

    /// <summary>Asks a member something (R55).</summary>
    public void Ask(Moment now, InfoRequest request) => At(now)._parts.Info.Ask(request);

    /// <summary>Asks no more.</summary>
    public void Cancel(Moment now, InfoRequest request) => At(now)._parts.Info.Cancel(request);

    /// <summary>Fetches a member's host list, or, without one, that of whoever offers it first (R35 to R37).</summary>
    public HostListRequest FetchHostList(Moment now, IPEndPoint? from, IObserver<HostListRequestEnded>? observer = null) =>
        At(now)._parts.Lists.Fetch(from, observer);

    /// <summary>Stops waiting for a host list.</summary>
    public void Cancel(Moment now, HostListRequest request) => At(now)._parts.Lists.Cancel(request);

    /// <summary>The message is on disk and may be confirmed.</summary>
    public void Persisted(Moment now, IncomingMessage message) => At(now)._parts.Messages.Keep(message);

    /// <summary>
    /// Takes over which messages earlier processes of the user have received, so that repetitions of them are confirmed and not shown (R43).
    /// To be called before the first datagram.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="hash">The hash that all processes of the user share.</param>
    /// <param name="messages">The digests of messages.</param>
    /// <param name="signed">The digests of signed messages.</param>
    internal void LoadMessages(Moment now, SipHash128 hash, IEnumerable<DuplicateKey> messages, IEnumerable<DuplicateKey> signed) =>
        At(now)._parts.Messages.Load(hash, messages, signed);

    /// <summary>Puts a message into the inbox that an earlier process has received and confirmed.</summary>
    public void Restore(Moment now, IncomingMessage message) => At(now)._parts.Messages.Restore(message);

    /// <summary>The message could not be put on disk; it counts as never received.</summary>
    public void PersistFailed(Moment now, IncomingMessage message) => At(now)._parts.Messages.Drop(message);

    /// <summary>Opens a sealed message and tells its sender (R49); false when it was open already or is gone.</summary>
    public bool Open(Moment now, IncomingMessage message) => At(now)._parts.ReadNotices.Open(message);

    /// <summary>
    /// Throws a message away; the sender of a sealed one that was not opened is told (R52), and so is that of files (R88). False when it
    /// was thrown away before.
    /// </summary>
    public bool Discard(Moment now, IncomingMessage message)
    {
        _parts.Inbox.Discard(message);
        return At(now)._parts.ReadNotices.Discard(message);
    }

    /// <summary>A message was encrypted; null when it could not be.</summary>
    public void CompleteEncryption(Moment now, EncryptionJob job, Envelope? envelope) =>
        At(now)._parts.OutgoingEncryption.CompleteEncryption(job, envelope);

    /// <summary>A message was decrypted; null when it could not be.</summary>
    public void CompleteDecryption(Moment now, EncryptedArrival arrival, DecryptedEnvelope? decrypted) =>
        At(now)._parts.Messages.CompleteDecryption(arrival, decrypted);

    /// <summary>A message could not be decrypted in time; it counts as never received.</summary>
    public void DropEncrypted(Moment now, EncryptedArrival arrival) => At(now)._parts.Messages.DropEncrypted(arrival);

    /// <summary>Takes in keys that were learnt in earlier sessions or elsewhere, over whatever was known before.</summary>
    public void LoadKeys(IEnumerable<KnownKey> keys) => _parts.Ring.Load(keys);

    /// <summary>Another process of the user had a say in a key; null when it has forgotten it.</summary>
    public void OverruleKey(KnownKey former, KnownKey? now) => _parts.Ring.Overrule(former, now);

    /// <summary>Asks for somebody's public key. Without keys of our own nobody is asked.</summary>
    public void Ask(Moment now, KeyRequest request) => At(now)._parts.Keys.Ask(request);

    /// <summary>Pins a key that the user brings. False when one is known already.</summary>
    public bool PinKey(Moment now, KnownKey key) => At(now)._parts.Ring.Pin(key);

    /// <summary>Forgets the key of a member, so that its next one is taken as the first (R72). False when none was known.</summary>
    public bool ForgetKey(Moment now, string user, string host) => At(now)._parts.Ring.Forget(user, host);

    /// <summary>A connection asks for a file. Null when it is to be closed without a word (R84).</summary>
    /// <param name="now">The time.</param>
    /// <param name="request">The request as it arrived.</param>
    /// <param name="decrypted">Its body, decrypted; null when it is not encrypted, or could not be decrypted.</param>
    /// <param name="from">Who asks.</param>
    public Transfer? BeginTransfer(Moment now, FileRequestAssembler request, DecryptedEnvelope? decrypted, IPAddress from) =>
        request.TryRead(out var packet) ? At(now)._parts.Offers.Begin(packet, decrypted, from) : null;

    /// <summary>A transfer has ended.</summary>
    public void EndTransfer(Moment now, Transfer transfer, TransferResult result) => At(now)._parts.Offers.End(transfer, result);

    /// <summary>Takes an offer back; without effect when it has ended.</summary>
    public void Withdraw(Moment now, Offer offer) => At(now)._parts.Offers.Withdraw(offer);

    /// <summary>A packet number for a request over a connection of our own (R78).</summary>
    public uint DrawNumber(Moment now) => At(now)._context.NextNumber();

    /// <summary>Leaves the network: ends all that is under way, says farewell, and again 100 ms later (R29).</summary>
    public void Stop(Moment now)
    {
        if (_context.IsLeaving)
            return;
        At(now)._context.IsLeaving = true;
        _parts.Leave();
    }

    private MemberMachine At(Moment now)
    {
        _context.Now = now;
        return this;
    }
}
