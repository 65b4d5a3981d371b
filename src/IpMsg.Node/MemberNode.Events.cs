using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <content>What comes in from sockets, timer and disk, and what the machine reports.</content>
public sealed partial class MemberNode
{
    private const int Capacity = 16_384;

    // More than any wish but the greatest leads to; a thread that carries out more does it for others.
    private const int MostBatches = 16;

    private void OnDatagram(byte[] buffer, int count, IPEndPoint from)
    {
        if (!_services.Filter.Admits(from.Address))
            return;
        bool isOurs;
        lock (_gate)
        {
            // While a send hangs nothing can be answered; what is not heard is repeated, and what is queued eats memory.
            if (_state != NodeState.Running || _machine.Actions.Count >= Capacity)
                return;
            _machine.Receive(NodeClock.Now, buffer.AsSpan(0, count), from);
            Arm();
            isOurs = _dispatcher.TryClaim();
        }
        if (isOurs)
            _dispatcher.CarryOut();
    }

    private void OnTimer() => OnOwnThread(() =>
    {
        lock (_gate)
        {
            _armedFor = Moment.Never;
            if (_state is NodeState.Running or NodeState.Stopping)
                _machine.Advance(NodeClock.Now);
        }
        Settle();
    });

    // Nobody catches what is thrown on a thread of the pool: it would end the process.
    private void OnOwnThread(Action work)
    {
        try
        {
            work();
        }
        catch (Exception reason)
        {
            OnFault(reason);
        }
    }

    private void OnLogged(IReadOnlyList<IncomingMessage> messages)
    {
        lock (_gate)
        {
            foreach (var message in messages)
                _machine.Persisted(NodeClock.Now, message);
        }
        Settle();
    }

    private void OnLogFailed(IReadOnlyList<IncomingMessage> messages, Exception reason)
    {
        LogFailure = reason;
        lock (_gate)
        {
            foreach (var message in messages)
                _machine.PersistFailed(NodeClock.Now, message);
        }
        Settle();
    }

    // Whoever waits for this node would wait for ever, so everyone is told.
    private void OnFault(Exception reason)
    {
        IpMsgException failure;
        lock (_gate)
        {
            if (_state != NodeState.Running)
                return;
            _state = NodeState.Failed;
            _failure = failure = new IpMsgException(IpMsgErrorId.ListenerFailed, "The listener has failed: " + reason.Message, LocalEndPoint,
                "Stop-IpMsgListener, then Start-IpMsgListener.", reason);
        }
        _subscriptions.FailAll(failure);
    }

    private void Report(MemberAction action)
    {
        switch (action.Kind)
        {
            case MemberActionKind.Send:
                Refuse((Delivery)action.Subject!);
                break;
            case MemberActionKind.Persist:
                var message = (IncomingMessage)action.Subject!;
                if (!_services.Log!.Append(message))
                    OnLogFailed([message], new System.IO.IOException("The log cannot keep up."));
                break;
            case MemberActionKind.Arrived:
                _subscriptions.Messages.Tell((IncomingMessage)action.Subject!);
                break;
            case MemberActionKind.Delivered or MemberActionKind.Read:
                var delivery = (Delivery)action.Subject!;
                (delivery.Tag as Subscription<Delivery>)?.Post(delivery);
                if (!_subscriptions.Deliveries.IsEmpty)
                    _subscriptions.Deliveries.Tell(new DeliveryEvent(delivery, action.Kind == MemberActionKind.Read ? DeliveryChanges.OfReading(delivery) : DeliveryChanges.OfEnd(delivery)));
                break;
            case MemberActionKind.Answered:
                var request = (InfoRequest)action.Subject!;
                (request.Tag as Subscription<InfoRequest>)?.Post(request);
                (request.Tag as Subscription<MemberEvent>)?.Post(default);
                break;
            case MemberActionKind.ListFetched:
                var listRequest = (HostListRequest)action.Subject!;
                (listRequest.Tag as Subscription<HostListRequest>)?.Post(listRequest);
                break;
            case MemberActionKind.Seal:
                Encrypt((EncryptionJob)action.Subject!);
                break;
            case MemberActionKind.Unseal:
                EnqueueDecryption((EncryptedArrival)action.Subject!);
                break;
            case MemberActionKind.KeyAnswered:
                var keyRequest = (KeyRequest)action.Subject!;
                (keyRequest.Tag as Subscription<KeyRequest>)?.Post(keyRequest);
                break;
            case MemberActionKind.KeyKept:
                _services.Keys?.Keep((KnownKey)action.Subject!);
                break;
            case MemberActionKind.KeyForgotten:
                _services.Keys?.Forget((KnownKey)action.Subject!);
                break;
            case MemberActionKind.OfferChanged:
                var offer = (Offer)action.Subject!;
                _server.OfferChanged(offer);
                _subscriptions.Offers.Tell(new OfferEvent(offer, offer.State));
                break;
            case MemberActionKind.MemberSeen or MemberActionKind.MemberGone:
                _subscriptions.Members.Tell(new MemberEvent((Member)action.Subject!, action.Kind == MemberActionKind.MemberGone));
                break;
            case MemberActionKind.Stopped:
                _farewellSaid.Set();
                break;
        }
    }

    private void Refuse(Delivery delivery)
    {
        lock (_gate)
            _machine.GiveUp(NodeClock.Now, delivery, DeliveryStatus.Refused, "The network does not take datagrams for " + delivery.To + ".");
    }

    /// <summary>After every event: what was decided is done, and the timer is set for what comes next.</summary>
    private void Settle()
    {
        bool isOurs;
        lock (_gate)
        {
            Arm();
            isOurs = _dispatcher.TryClaim();
        }
        if (isOurs && !_dispatcher.CarryOut(MostBatches))
        {
            // Datagrams may come faster than they are answered, and whoever only wished something has waited long enough.
            ThreadPool.QueueUserWorkItem(_ => OnOwnThread(() => _dispatcher.CarryOut()));
        }
    }

    private void Arm()
    {
        long next = _machine.NextTimer;
        // A failed node hears no alarm, so what is due stays due; ringing for it again and again would take a whole processor.
        if (next >= _armedFor || _state is NodeState.Failed or NodeState.Stopped)
            return;
        _armedFor = next;
        long wait = Math.Max(0, next - NodeClock.Now.Milliseconds);
        _timer.Change(Math.Min(wait, int.MaxValue), Timeout.Infinite);
    }

    private void ThrowIfNotRunning()
    {
        if (_state != NodeState.Running)
            throw WhyNotRunning();
    }

    private IpMsgException WhyNotRunning() =>
        _failure ?? new IpMsgException(IpMsgErrorId.ListenerStopped, "The listener was stopped.", LocalEndPoint, "Start-IpMsgListener starts one.");
}
