using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol;

namespace IpMsg.PowerShell;

/// <summary>What Send-IpMsg has under way: resolves, introduces, dispatches, and emits each delivery when it has come to its end.</summary>
internal sealed class SendDesk
{
    private const int ManyRecipients = 20;

    private readonly SendIpMsg _cmdlet;
    private readonly MemberNode _node;
    private readonly IpMsgListener _listener;
    private readonly CancellationToken _stop;
    private readonly Action<IpMsgException> _report;
    private readonly Dictionary<Delivery, IpMsgDelivery> _open = [];
    private readonly Watch<Delivery> _watch;
    private int _begun;

    internal SendDesk(SendIpMsg cmdlet, IpMsgListener listener, CancellationToken stop, Action<IpMsgException> report)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        _node = listener.Node;
        _stop = stop;
        _report = report;
        _watch = _node.OpenWatch<Delivery>(1_000_000);
    }

    internal void Send(OutgoingMessage message, IReadOnlyList<object> to, bool isNotWaitedFor)
    {
        var recipients = Recipients(to);
        if (recipients.Count == 0)
            return;
        if (!message.IsOneShot)
            new Introductions(_node, _stop).Make(recipients.Keys, message.Text);
        var composition = _node.Tell((machine, now) => machine.Compose(now, message, [.. recipients.Keys]));
        Refuse(composition.TooLongFor);
        Dispatch(composition.Deliveries, each => recipients[each.To], isNotWaitedFor);
    }

    internal void Broadcast(OutgoingMessage message)
    {
        if (!_cmdlet.ShouldProcess("everyone within reach of a broadcast", "Send message"))
            return;
        var composition = _node.Tell((machine, now) => machine.ComposeBroadcast(now, message));
        if (composition.Deliveries.Count == 0)
            throw new IpMsgException(IpMsgReason.NoRecipient, "There is no network to broadcast to.", null, "Start-IpMsgListener -BroadcastAddress names one.");
        Refuse(composition.TooLongFor);
        Dispatch(composition.Deliveries, each => each.To.ToString(), isNotWaitedFor: false);
    }

    /// <summary>Once more, under its own number: a recipient that has it already does not show it twice.</summary>
    internal void SendAgain(IpMsgDelivery delivery)
    {
        if (delivery.Status is not (DeliveryStatus.Unconfirmed or DeliveryStatus.Refused))
            _cmdlet.WriteVerbose("The delivery to " + delivery.To + " is " + delivery.Status + " and is not sent again.");
        else if (_cmdlet.ShouldProcess(delivery.To, "Send message again"))
            Dispatch([delivery.Delivery], _ => delivery.To, isNotWaitedFor: false);
    }

    internal void EmitWhatIsDone()
    {
        while (_open.Count > 0 && _watch.TryTake(out var ended, TimeSpan.Zero, _stop))
            Emit(ended);
    }

    /// <summary>Waits for all that is under way.</summary>
    internal void Finish()
    {
        using (_watch)
        {
            var progress = new SendProgress(_cmdlet, _begun, _begun >= ManyRecipients);
            while (_open.Count > 0)
            {
                if (_watch.TryTake(out var ended, SendProgress.Interval, _stop))
                    Emit(ended);
                progress.Show(_begun - _open.Count);
            }
            progress.Complete();
        }
    }

    private Dictionary<IPEndPoint, string> Recipients(IReadOnlyList<object> to)
    {
        var recipients = new Dictionary<IPEndPoint, string>();
        var discovery = new Discovery(_cmdlet, _listener);
        foreach (object each in to)
        {
            try
            {
                foreach (var recipient in discovery.Resolve(each, _stop))
                {
                    // Two names of one member are one recipient.
                    if (!recipients.ContainsKey(recipient.EndPoint) && _cmdlet.ShouldProcess(recipient.Name == recipient.EndPoint.ToString() ? recipient.Name : recipient.Name + " (" + recipient.EndPoint + ")", "Send message"))
                        recipients.Add(recipient.EndPoint, recipient.Name);
                }
            }
            catch (IpMsgException unknown)
            {
                _report(unknown);
            }
        }
        return recipients;
    }

    private static void Refuse(IReadOnlyList<TooLong> tooLong)
    {
        if (tooLong.Count > 0)
            throw new IpMsgException(IpMsgReason.MessageTooLong, "The message is too long for " + string.Join(", ", tooLong.Take(5).Select(each => each.To)) + ", whose client receives at most " + tooLong.Min(each => each.Limit) + " bytes. Nothing was sent.",
                tooLong[0].To, "Shorten it, or send it in parts.");
    }

    private void Dispatch(IReadOnlyList<Delivery> deliveries, Func<Delivery, string> nameOf, bool isNotWaitedFor)
    {
        foreach (var delivery in deliveries)
        {
            if (delivery.IsLossy)
                _cmdlet.WriteWarning("Some characters do not exist in the encoding of " + nameOf(delivery) + " and arrive as question marks.");
            var shown = new IpMsgDelivery(delivery, nameOf(delivery));
            delivery.Tag = isNotWaitedFor ? null : _watch;
            if (isNotWaitedFor)
                _cmdlet.WriteObject(shown);
            else
                _open[delivery] = shown;
        }
        if (!isNotWaitedFor)
            _begun += deliveries.Count;
        _node.Tell((machine, now) => machine.Dispatch(now, deliveries));
    }

    private void Emit(Delivery ended)
    {
        if (ended.Status == DeliveryStatus.Pending || !_open.TryGetValue(ended, out var delivery))
            return;
        _open.Remove(ended);
        _cmdlet.WriteObject(delivery);
        if (ended.Status == DeliveryStatus.Unconfirmed)
            _report(new IpMsgException(IpMsgReason.MessageUnconfirmed, delivery.To + " (" + delivery.EndPoint + ") did not confirm the message, sent " + Times(ended.Attempts) + ".", delivery,
                "Pipe the delivery to Send-IpMsg to send it again."));
        else if (ended.Status == DeliveryStatus.Refused)
            _report(new IpMsgException(IpMsgReason.MessageRefused, "The message to " + delivery.To + " was not sent: " + ended.Reason, delivery, "Check the address and the network."));
    }

    private static string Times(int attempts) => attempts == 1 ? "once" : attempts + " times";
}
