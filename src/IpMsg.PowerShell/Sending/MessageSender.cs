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

namespace IpMsg.PowerShell.Sending;

/// <summary>
/// Sends for Send-IpMsg: resolves recipients, introduces this member to new ones, and hands the deliveries to the node.
/// <see cref="DeliveryTracker"/> waits for their confirmations.
/// </summary>
internal sealed class MessageSender : IDisposable
{
    private readonly SendIpMsgCommand _cmdlet;
    private readonly MemberNode _node;
    private readonly IpMsgListener _listener;
    private readonly DeliveryTracker _deliveries;
    private readonly ContactPreferences _preferences;
    private readonly QueuedSending? _queue;

    internal MessageSender(SendIpMsgCommand cmdlet, IpMsgListener listener)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        _node = listener.Node;
        _deliveries = new DeliveryTracker(cmdlet, listener);
        _preferences = new ContactPreferences(cmdlet, listener);
        _queue = cmdlet.Queue ? new QueuedSending(cmdlet, listener, _preferences) : null;
    }

    /// <summary>True when a string in the pipeline can be a recipient: an address, or the name of a known member.</summary>
    internal bool IsRecipient(string text) => new RecipientResolver(_listener, _cmdlet, _cmdlet.StopToken).IsRecipient(text);

    /// <summary>True when somebody answers to a name, or it is ambiguous: sending reports that.</summary>
    internal bool Finds(string name)
    {
        try
        {
            var search = new RecipientSearch(_cmdlet, _listener, mayAsk: true);
            // A group of contacts is found, whoever of it is present.
            if (search.Expand(name, _cmdlet.StopToken)[0] is string)
                search.Resolve(name, _cmdlet.StopToken);
            return true;
        }
        catch (IpMsgException problem)
        {
            return problem.ErrorId != IpMsgErrorId.RecipientNotFound;
        }
    }

    internal void Send(OutgoingMessage message, IReadOnlyList<object> to)
    {
        var fileNames = message.Files.Select(each => SafeText.Line(each.Attachment.Name));
        string offering = message.Files.Count == 0 ? "" : " and offer " + string.Join(", ", fileNames);
        var introductions = new Introductions(_node, _cmdlet.StopToken);
        var recipients = Recipients(to, ActionOf(message) + offering, introductions);
        if (recipients.Count == 0)
        {
            SendQueued(message, [], recipients, !_cmdlet.NoWait);
            return;
        }
        // Checked before anything goes out, introductions included: a message that is too long for one recipient is sent to none.
        var encoded = Compose(message, recipients);
        if (!Fits(encoded))
            return;
        var deadline = new Deadline(TimeSpan.FromMilliseconds(message.TimeoutMs ?? 0));
        if (!message.IsOneShot && introductions.Make(recipients.Keys, DependsOnAnswers(message), message.TimeoutMs))
        {
            if (message.TimeoutMs is not null)
                message = message with { TimeoutMs = (int)deadline.Remaining.TotalMilliseconds };
            recipients = Answering(recipients, introductions);
            encoded = Compose(message, recipients);
        }
        if (!Fits(encoded))
            return;
        if (_queue is null)
            Send(encoded.Deliveries, each => recipients[each.To].Name, message.TimeoutMs, !_cmdlet.NoWait);
        else
            SendQueued(message, encoded.Deliveries, recipients, !_cmdlet.NoWait);
    }

    internal void Broadcast(OutgoingMessage message)
    {
        if (!_cmdlet.ShouldProcess("everyone within reach of a broadcast", ActionOf(message)))
            return;
        var encoded = _node.Outbox.ComposeBroadcast(message);
        if (encoded.Deliveries.Count == 0)
        {
            throw new IpMsgException(
                IpMsgErrorId.NoRecipient,
                "There is no network to broadcast to.",
                _listener,
                "Start-IpMsgListener -BroadcastAddress names one.");
        }
        if (Fits(encoded))
            Send(encoded.Deliveries, each => each.To.ToString(), message.TimeoutMs, isAwaited: true);
    }

    /// <summary>Sends a delivery again under its own packet number: a recipient that has it already does not show it twice.</summary>
    internal void Resend(IpMsgDelivery delivery, int? timeoutMs)
    {
        if (delivery.Delivery.Status is not (DeliveryStatus.Unconfirmed or DeliveryStatus.Refused))
        {
            _cmdlet.WriteVerbose("The delivery to " + SafeText.Line(delivery.To) + " is " + delivery.Status + " and is not sent again.");
            return;
        }
        if (!_cmdlet.ShouldProcess(SafeText.Line(delivery.Recipient), "Send message again"))
            return;
        SendWarnings.Write(_cmdlet, [delivery.Delivery], _ => delivery.To);
        _node.Outbox.SendAgain(delivery.Delivery, timeoutMs, _cmdlet.NoWait ? null : _deliveries.Subscription);
        Track([delivery.Delivery], _ => delivery.To, timeoutMs, !_cmdlet.NoWait);
    }

    /// <summary>Writes the deliveries that have ended.</summary>
    internal void WriteEnded() => _deliveries.WriteEnded();

    /// <summary>Waits until every delivery has ended, and writes it.</summary>
    internal void Finish(TimeSpan longestDownload)
    {
        _deliveries.Finish(longestDownload);
        _queue?.Finish();
    }

    public void Dispose() => _deliveries.Dispose();

    private static string ActionOf(OutgoingMessage message) => message.IsSealed ? "Send sealed message" : "Send message";

    // Two endpoints of one address may turn out to be one recipient.
    private static Dictionary<IPEndPoint, Recipient> Answering(Dictionary<IPEndPoint, Recipient> recipients, Introductions introductions)
    {
        var answering = new Dictionary<IPEndPoint, Recipient>();
        foreach (var pair in recipients)
            answering[introductions.Answering(pair.Key)] = pair.Value;
        return answering;
    }

    private Dictionary<IPEndPoint, Recipient> Recipients(IReadOnlyList<object> to, string action, Introductions introductions)
    {
        var recipients = new Dictionary<IPEndPoint, Recipient>();
        var search = new RecipientSearch(_cmdlet, _listener, mayAsk: !_cmdlet.IsWhatIf);
        _queue?.ForgetAbsent();
        foreach (object each in to.SelectMany(value => search.Expand(value, _cmdlet.StopToken)))
        {
            try
            {
                foreach (var recipient in search.Resolve(each, _cmdlet.StopToken))
                {
                    // Two names of one member are one recipient.
                    _preferences.ThrowIfPlaintext(recipient);
                    if (recipients.ContainsKey(recipient.EndPoint) || !_cmdlet.ShouldProcess(SafeText.Line(recipient.ToString()), action))
                        continue;
                    recipients.Add(recipient.EndPoint, recipient);
                    if (recipient.Alternative is { } alternative)
                        introductions.AddAlternative(recipient.EndPoint, alternative);
                }
            }
            // With -WhatIf nobody was asked, so nobody is known to be missing.
            catch (IpMsgException unknown) when (
                unknown.ErrorId is IpMsgErrorId.RecipientNotFound or IpMsgErrorId.ContactNotPresent && _cmdlet.IsWhatIf)
            {
                _cmdlet.ShouldProcess(SafeText.Line(each.ToString()), action + ", if found on the network");
            }
            catch (IpMsgException unknown)
            {
                if (_queue?.TryAddAbsent(each, unknown) != true)
                    _cmdlet.Report(unknown);
            }
        }
        return recipients;
    }

    // An answer tells whether the recipient encrypts, which encoding it reads, and whether its client shows images in the text. ASCII is
    // the same in every encoding.
    private bool DependsOnAnswers(OutgoingMessage message) =>
        _listener.Policy != EncryptionPolicy.Off && message.Encryption != EncryptionPolicy.Off
        || !message.IsAscii || message.Files.Any(each => each.Attachment.Kind == FileKind.Image);

    private EncodedMessage Compose(OutgoingMessage message, Dictionary<IPEndPoint, Recipient> recipients) => _node.Outbox.Compose(
        message with { Preferences = _preferences.Of(recipients) }, [.. recipients.Keys]);

    /// <summary>Reports a message that is too long; others in the pipeline may not be.</summary>
    private bool Fits(EncodedMessage encoded)
    {
        var tooLong = encoded.TooLongFor;
        if (tooLong.Count > 0)
        {
            string recipients = string.Join(", ", tooLong.Take(5).Select(each => each.To));
            int limit = tooLong.Min(each => each.Limit);
            _cmdlet.Report(new IpMsgException(
                IpMsgErrorId.MessageTooLong,
                "The message is too long for " + recipients + ", whose client receives at most " + limit + " bytes. Nothing was sent.",
                tooLong[0].To,
                encoded.Deliveries[0].Offers.Count > 1
                    ? "Shorten the text, or send fewer files: a folder counts as one."
                    : "Shorten it, or send it in parts."));
        }
        return tooLong.Count == 0;
    }

    private void Send(IReadOnlyList<Delivery> deliveries, Func<Delivery, string> nameOf, int? timeoutMs, bool isAwaited)
    {
        SendWarnings.Write(_cmdlet, deliveries, nameOf);
        _node.Outbox.Send(deliveries, isAwaited ? _deliveries.Subscription : null);
        Track(deliveries, nameOf, timeoutMs, isAwaited);
    }

    // What was queued before anything was sent is not lost when the process ends meanwhile.
    private void SendQueued(
        OutgoingMessage message, IReadOnlyList<Delivery> deliveries, Dictionary<IPEndPoint, Recipient> recipients, bool isAwaited)
    {
        if (_queue is null)
            return;
        SendWarnings.Write(_cmdlet, deliveries, each => recipients[each.To].Name);
        var sent = _queue.Send(message, deliveries, recipients, isAwaited ? _deliveries.Subscription : null);
        _listener.Sent.Add(sent);
        foreach (var each in sent)
            _deliveries.Add(each, message.TimeoutMs, isAwaited && each.Delivery.Number != 0);
    }

    // After the sending: what has ended meanwhile waits in the subscription.
    private void Track(IReadOnlyList<Delivery> deliveries, Func<Delivery, string> nameOf, int? timeoutMs, bool isAwaited)
    {
        var sent = deliveries.Select(each => new SentDelivery(each, nameOf(each), _listener)).ToList();
        // Before the first is written, which may end the pipeline.
        _listener.Sent.Add(sent);
        foreach (var each in sent)
            _deliveries.Add(each, timeoutMs, isAwaited);
    }
}
