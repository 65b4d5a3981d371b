using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <content>What the user may wish of a member.</content>
public sealed partial class MemberMachine
{
    /// <summary>Enters the network: tells everyone (R21).</summary>
    public void Announce(Moment now)
    {
        _context.Now = now;
        _announcer.Enter();
    }

    /// <summary>Enters the network as far as one endpoint is concerned.</summary>
    public void Introduce(Moment now, IPEndPoint to)
    {
        _context.Now = now;
        _announcer.Introduce(to);
    }

    /// <summary>Asks everyone to show up again. A second call within five seconds joins the first. Returns when the refresh began.</summary>
    public Moment Refresh(Moment now)
    {
        _context.Now = now;
        _memberRefresh.Begin();
        return _memberRefresh.BeganAt ?? now;
    }

    /// <summary>Changes nickname, group or absence and tells everyone (R28). Null leaves a part as it is.</summary>
    /// <param name="now">The time.</param>
    /// <param name="nickName">New nickname.</param>
    /// <param name="groupName">New group; empty for none.</param>
    /// <param name="absence">Title and text of an absence; an empty title ends the absence.</param>
    public void SetPresence(Moment now, string? nickName, string? groupName, (string Title, string Message)? absence)
    {
        _context.Now = now;
        var presence = _context.Presence;
        if (nickName is not null)
            presence.NickName = HeaderName.Tidy(nickName) is { Length: > 0 } tidy ? tidy : _context.Settings.UserName;
        if (groupName is not null)
            presence.GroupName = HeaderName.Tidy(groupName);
        if (absence is { } wanted && wanted.Title.Length > 0)
            presence.BeAbsent(HeaderName.Tidy(wanted.Title), LineEndings.Normalise(wanted.Message));
        else if (absence is not null)
            presence.BePresent();
        _announcer.PresenceChanged();
    }

    /// <summary>Writes a message for its recipients; <see cref="Dispatch"/> sends it.</summary>
    public EncodedMessage Compose(Moment now, OutgoingMessage message, IReadOnlyList<IPEndPoint> recipients)
    {
        _context.Now = now;
        return _messageEncoder.Compose(message, recipients, isBroadcast: false);
    }

    /// <summary>Writes a message for every broadcast target; nobody confirms it (R40).</summary>
    public EncodedMessage ComposeBroadcast(Moment now, OutgoingMessage message)
    {
        _context.Now = now;
        return _messageEncoder.Compose(message with { IsOneShot = true }, _announcer.Targets, isBroadcast: true);
    }

    /// <summary>Sends deliveries: new ones, or again, under their own numbers, such as were not confirmed.</summary>
    public void Dispatch(Moment now, IReadOnlyList<Delivery> deliveries)
    {
        _context.Now = now;
        foreach (var delivery in deliveries)
        {
            if (!delivery.Message.IsOneShot)
                _answers.SendNow(delivery.To);
        }
        _outbox.Dispatch(deliveries);
    }

    /// <summary>Ends a delivery early: the user does not want to wait, or the network would not take it.</summary>
    public void GiveUp(Moment now, Delivery delivery, DeliveryStatus status, string reason)
    {
        _context.Now = now;
        _outbox.GiveUp(delivery, status, reason);
    }

    /// <summary>Asks a member something (R55).</summary>
    public void Ask(Moment now, InfoRequest request)
    {
        _context.Now = now;
        _info.Ask(request);
    }

    /// <summary>Asks no more.</summary>
    public void Cancel(Moment now, InfoRequest request)
    {
        _context.Now = now;
        _info.Cancel(request);
    }

    /// <summary>Fetches a member's host list, or, without one, that of whoever offers it first (R35 to R37).</summary>
    public HostListRequest FetchHostList(Moment now, IPEndPoint? from)
    {
        _context.Now = now;
        return _lists.Fetch(from);
    }

    /// <summary>Stops waiting for a host list.</summary>
    public void Cancel(Moment now, HostListRequest request)
    {
        _context.Now = now;
        _lists.Cancel(request);
    }

    /// <summary>The message is on disk and may be confirmed.</summary>
    public void Persisted(Moment now, IncomingMessage message)
    {
        _context.Now = now;
        _messages.Keep(message);
    }

    /// <summary>The message could not be put on disk; it counts as never received.</summary>
    public void PersistFailed(Moment now, IncomingMessage message)
    {
        _context.Now = now;
        _messages.Drop(message);
    }

    /// <summary>Takes the oldest waiting message that the condition admits; null when there is none.</summary>
    public IncomingMessage? Dequeue(Func<IncomingMessage, bool>? condition) => _inbox.Dequeue(new InboxReader(condition));

    /// <summary>The same for somebody who takes several, and then looks at each message once.</summary>
    public IncomingMessage? DequeueNext(InboxReader reader) => _inbox.Dequeue(reader);

    /// <summary>Puts a message back that could not be handed on.</summary>
    public void Requeue(IncomingMessage message) => _inbox.Requeue(message);

    /// <summary>Notes that a message was handed on, for <see cref="Recent"/>.</summary>
    public void MarkDelivered(IncomingMessage message) => _inbox.MarkDelivered(message);

    /// <summary>The messages handed on last, oldest first; at most a thousand are remembered.</summary>
    public IReadOnlyList<IncomingMessage> Recent(int count) => _inbox.Recent(count);

    /// <summary>Opens a sealed message and tells its sender (R49); false when it was open already or is gone.</summary>
    public bool Open(Moment now, IncomingMessage message)
    {
        _context.Now = now;
        if (message.IsOpened || message.IsDiscarded)
            return false;
        message.IsOpened = true;
        _readNotices.Opened(message);
        return true;
    }

    /// <summary>
    /// Throws a message away; the sender of a sealed one that was not opened is told (R52), and so is that of files (R88). False when it was thrown away before.
    /// </summary>
    public bool Discard(Moment now, IncomingMessage message)
    {
        _context.Now = now;
        if (message.IsDiscarded)
            return false;
        message.IsDiscarded = true;
        _inbox.Discard(message);
        if (!message.IsOpened)
            _readNotices.Discarded(message);
        _readNotices.Released(message);
        return true;
    }

    /// <summary>Leaves the network: ends all that is under way, says farewell, and again 100 ms later (R29).</summary>
    public void Stop(Moment now)
    {
        if (_context.IsLeaving)
            return;
        _context.Now = now;
        _context.IsLeaving = true;
        _outbox.GiveUpAll();
        _offers.WithdrawAll();
        _info.CancelAll();
        _lists.CancelAll();
        _readNotices.Flush();
        _repeatedExit.Begin();
    }
}
