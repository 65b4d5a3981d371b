using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Errors;
using IpMsg.PowerShell.Progress;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Sending;

/// <summary>The deliveries that Send-IpMsg waits for. Each is written to the pipeline when it ends.</summary>
internal sealed class DeliveryTracker : IDisposable
{
    private readonly SendIpMsgCommand _cmdlet;
    private readonly Dictionary<Delivery, (IpMsgDelivery Shown, Deadline Deadline)> _open = [];
    private readonly List<Delivery> _late = [];
    private readonly DownloadTracker? _downloads;
    private int _begun;

    internal DeliveryTracker(SendIpMsgCommand cmdlet, IpMsgListener listener)
    {
        _cmdlet = cmdlet;
        Subscription = listener.Node.Subscribe<DeliveryChanged>(1_000_000);
        _downloads = cmdlet.WaitDownload ? new DownloadTracker(cmdlet, listener.Node) : null;
    }

    /// <summary>Where the node posts the ends of deliveries.</summary>
    internal Subscription<DeliveryChanged> Subscription { get; }

    /// <summary>Adds a delivery that was sent. One that is not waited for is written at once.</summary>
    internal void Add(SentDelivery sent, int? timeoutMs, bool isAwaited)
    {
        var shown = sent.Show();
        if (!isAwaited)
        {
            _cmdlet.WriteObject(shown);
            return;
        }
        _open[sent.Delivery] = (shown, new Deadline(TimeSpan.FromMilliseconds(timeoutMs ?? 0)));
        _begun++;
    }

    /// <summary>Writes the deliveries that have ended, without waiting.</summary>
    internal void WriteEnded()
    {
        while (_open.Count > 0 && Subscription.TryTake(out var ended, TimeSpan.Zero, _cmdlet.StopToken))
            OnEnded(ended.Delivery);
        _downloads?.WriteEnded();
    }

    /// <summary>Waits until every delivery has ended, and writes it.</summary>
    /// <param name="longestDownload">How long to wait for downloads after the last confirmation.</param>
    internal void Finish(TimeSpan longestDownload)
    {
        var progress = new SendProgress(_cmdlet, _begun);
        try
        {
            AwaitConfirmations(progress);
        }
        finally
        {
            progress.Complete();
        }
        _downloads?.Finish(longestDownload);
    }

    public void Dispose()
    {
        Subscription.Dispose();
        _downloads?.Dispose();
    }

    private void AwaitConfirmations(SendProgress progress)
    {
        while (_open.Count > 0)
        {
            if (Subscription.TryTake(out var ended, ProgressLine.Interval, _cmdlet.StopToken))
                OnEnded(ended.Delivery);
            foreach (var late in _late.FindAll(each => !_open.TryGetValue(each, out var open) || open.Deadline.IsOver))
            {
                _late.Remove(late);
                Write(late);
            }
            _downloads?.WriteEnded();
            progress.Show(_begun - _open.Count);
        }
    }

    private void OnEnded(Delivery delivery)
    {
        // No transmission was confirmed, but the user wants to wait longer, and a confirmation may still come.
        if (delivery is { Status: DeliveryStatus.Unconfirmed, Reason: null }
            && _open.TryGetValue(delivery, out var open)
            && !open.Deadline.IsOver)
            _late.Add(delivery);
        else if (delivery.Status != DeliveryStatus.Pending)
            Write(delivery);
    }

    private void Write(Delivery ended)
    {
        if (!_open.TryGetValue(ended, out var open))
            return;
        _open.Remove(ended);
        var delivery = open.Shown;
        bool hasDownloads = _downloads is not null && delivery.Offers.Length > 0;
        if (hasDownloads && ended.Status == DeliveryStatus.Confirmed)
        {
            _downloads!.Add(delivery);
            return;
        }
        _cmdlet.WriteObject(delivery);
        if (hasDownloads && ended.Status == DeliveryStatus.Unconfirmed)
            _downloads!.AddUnconfirmed(delivery);
        if (ended.Status == DeliveryStatus.Unconfirmed)
            _cmdlet.Report(new IpMsgException(IpMsgErrorId.MessageUnconfirmed, delivery.Recipient + Describe(ended), delivery,
                "Pipe the delivery to Send-IpMsg to send it again."));
        else if (ended.Status == DeliveryStatus.Refused)
            _cmdlet.Report(DeliveryErrors.Of(delivery));
    }

    // A recipient that encrypts is asked for its key first; an absent one does not answer that either.
    private static string Describe(Delivery ended) => ended.Refusal == DeliveryRefusal.NoKey
        ? " did not answer, not even with its key, so nothing was sent."
        : ended.Attempts == 0 ? " did not answer in time, so nothing was sent."
        : " did not confirm the message, sent " + Times(ended.Attempts) + "."
            + (ended.Suite is null || ended.Reason is null ? "" : " " + ended.Reason);

    private static string Times(int attempts) => attempts == 1 ? "once" : attempts + " times";
}
