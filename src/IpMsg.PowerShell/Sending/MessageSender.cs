using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Sending;

/// <summary>What Send-IpMsg sends: resolves, introduces, dispatches. <see cref="DeliveryTracker"/> waits for what becomes of it.</summary>
internal sealed class MessageSender : IDisposable
{
    private readonly SendIpMsgCommand _cmdlet;
    private readonly MemberNode _node;
    private readonly IpMsgListener _listener;
    private readonly CancellationToken _stop;
    private readonly Action<IpMsgException> _report;
    private readonly DeliveryTracker _deliveries;

    internal MessageSender(SendIpMsgCommand cmdlet, IpMsgListener listener, CancellationToken stop, Action<IpMsgException> report)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        _node = listener.Node;
        _stop = stop;
        _report = report;
        _deliveries = new DeliveryTracker(cmdlet, listener, stop, report);
    }

    internal void Send(OutgoingMessage message, IReadOnlyList<object> to, bool isNotWaitedFor)
    {
        var recipients = Recipients(to, ActionOf(message) + (message.Files.Count == 0 ? "" : " and offer " + string.Join(", ", message.Files.Select(each => SafeText.Line(each.Attachment.Name)))));
        if (recipients.Count == 0)
            return;
        // Before anything goes out, introductions as well, for what is too long for somebody is sent to nobody.
        var encodedMessage = Compose(message, recipients.Keys);
        if (!Fits(encodedMessage))
            return;
        if (!message.IsOneShot && new Introductions(_node, _stop).Make(recipients.Keys, DependsOnAnswers(message)))
            encodedMessage = Compose(message, recipients.Keys);
        if (Fits(encodedMessage))
            Dispatch(encodedMessage.Deliveries, each => recipients[each.To], isNotWaitedFor);
    }

    internal void Broadcast(OutgoingMessage message)
    {
        if (!_cmdlet.ShouldProcess("everyone within reach of a broadcast", ActionOf(message)))
            return;
        var encodedMessage = _node.Outbox.ComposeBroadcast(message);
        if (encodedMessage.Deliveries.Count == 0)
            throw new IpMsgException(IpMsgErrorId.NoRecipient, "There is no network to broadcast to.", _listener, "Start-IpMsgListener -BroadcastAddress names one.");
        if (Fits(encodedMessage))
            Dispatch(encodedMessage.Deliveries, each => each.To.ToString(), isNotWaitedFor: false);
    }

    /// <summary>Once more, under its own number: a recipient that has it already does not show it twice.</summary>
    internal void SendAgain(IpMsgDelivery delivery, int? timeoutMs, bool isNotWaitedFor)
    {
        if (delivery.Status is not (DeliveryStatus.Unconfirmed or DeliveryStatus.Refused))
        {
            _cmdlet.WriteVerbose("The delivery to " + SafeText.Line(delivery.To) + " is " + delivery.Status + " and is not sent again.");
            return;
        }
        if (!_cmdlet.ShouldProcess(SafeText.Line(delivery.Recipient), "Send message again"))
            return;
        Announce(delivery.Delivery, delivery.To, isNotWaitedFor, timeoutMs);
        _node.Outbox.SendAgain(delivery.Delivery, timeoutMs, isNotWaitedFor ? null : _deliveries.Observer);
    }

    internal void EmitWhatIsDone() => _deliveries.EmitWhatIsDone();

    /// <summary>Waits for all that is under way.</summary>
    internal void Finish(TimeSpan longestDownload) => _deliveries.Finish(longestDownload);

    public void Dispose() => _deliveries.Dispose();

    private static string ActionOf(OutgoingMessage message) => message.IsSealed ? "Send sealed message" : "Send message";

    private Dictionary<IPEndPoint, string> Recipients(IReadOnlyList<object> to, string action)
    {
        var recipients = new Dictionary<IPEndPoint, string>();
        var recipientSearch = new RecipientSearch(_cmdlet, _listener, mayAsk: !_cmdlet.IsWhatIf);
        foreach (object each in to)
        {
            try
            {
                foreach (var recipient in recipientSearch.Resolve(each, _stop))
                {
                    // Two names of one member are one recipient.
                    if (!recipients.ContainsKey(recipient.EndPoint) && _cmdlet.ShouldProcess(SafeText.Line(recipient.ToString()), action))
                        recipients.Add(recipient.EndPoint, recipient.Name);
                }
            }
            // Nobody was asked, so nobody can be said to be missing.
            catch (IpMsgException unknown) when (unknown.ErrorId == IpMsgErrorId.RecipientNotFound && _cmdlet.IsWhatIf)
            {
                _cmdlet.ShouldProcess(SafeText.Line(each.ToString()), action + ", if found on the network");
            }
            catch (IpMsgException unknown)
            {
                _report(unknown);
            }
        }
        return recipients;
    }

    // Who encrypts says so in his answer. ASCII reads the same everywhere; and an image is one, or a file, by what the recipient's client can do.
    private bool DependsOnAnswers(OutgoingMessage message) =>
        _listener.Encryption != EncryptionPolicy.Off && message.Encryption != EncryptionPolicy.Off
        || !IsAscii(message.Text) || message.Files.Any(each => each.Attachment.Kind == FileKind.Image || !IsAscii(each.Attachment.Name));

    private static bool IsAscii(string text) => text.All(each => each <= 0x7F);

    private EncodedMessage Compose(OutgoingMessage message, IReadOnlyCollection<IPEndPoint> recipients) =>
        _node.Outbox.Compose(message, [.. recipients]);

    /// <summary>Reports a message that is too long; others in the pipeline may not be.</summary>
    private bool Fits(EncodedMessage encodedMessage)
    {
        var messageTooLong = encodedMessage.TooLongFor;
        if (messageTooLong.Count > 0)
        {
            _report(new IpMsgException(IpMsgErrorId.MessageTooLong, "The message is too long for " + string.Join(", ", messageTooLong.Take(5).Select(each => each.To)) + ", whose client receives at most " + messageTooLong.Min(each => each.Limit) + " bytes. Nothing was sent.",
                messageTooLong[0].To, encodedMessage.Deliveries[0].Offers.Count > 1 ? "Shorten the text, or send fewer files: a folder counts as one." : "Shorten it, or send it in parts."));
        }
        return messageTooLong.Count == 0;
    }

    private void Dispatch(IReadOnlyList<Delivery> deliveries, Func<Delivery, string> nameOf, bool isNotWaitedFor)
    {
        foreach (var delivery in deliveries)
            Announce(delivery, nameOf(delivery), isNotWaitedFor, delivery.Message.TimeoutMs);
        _node.Outbox.Send(deliveries, isNotWaitedFor ? null : _deliveries.Observer);
    }

    private void Announce(Delivery delivery, string name, bool isNotWaitedFor, int? timeoutMs)
    {
        if (delivery.IsLossy)
            _cmdlet.WriteWarning("Some characters do not exist in the encoding of " + SafeText.Line(name) + " and arrive as question marks.");
        // iptux can, and never says so.
        if (delivery.Offers.Count > 0 && delivery.Member is { Dialect: not ClientDialect.Iptux } member && (member.Status & EntryFlags.CanTransferFiles) == 0)
            _cmdlet.WriteWarning("The client of " + SafeText.Line(name) + " does not say that it can receive files.");
        _deliveries.Add(delivery, name, isNotWaitedFor, timeoutMs);
    }
}
