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

/// <summary>The deliveries that Send-IpMsg has under way, each emitted when it has come to its end.</summary>
internal sealed class DeliveryTracker : IDisposable
{
    private readonly SendIpMsgCommand _cmdlet;
    private readonly IpMsgListener _listener;
    private readonly CancellationToken _stop;
    private readonly Action<IpMsgException> _report;
    private readonly Dictionary<Delivery, (IpMsgDelivery Shown, Deadline Deadline)> _open = [];
    private readonly List<Delivery> _late = [];
    private readonly Subscription<DeliveryChanged> _subscription;
    private readonly DownloadTracker? _downloads;
    private int _begun;

    internal DeliveryTracker(SendIpMsgCommand cmdlet, IpMsgListener listener, CancellationToken stop, Action<IpMsgException> report)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        _stop = stop;
        _report = report;
        _subscription = listener.Node.OpenWatch<DeliveryChanged>(1_000_000);
        _downloads = cmdlet.WaitDownload ? new DownloadTracker(cmdlet, listener.Node, stop, report) : null;
    }

    /// <summary>Takes a delivery that is about to be dispatched; one that is not waited for is emitted at once.</summary>
    internal void Add(Delivery delivery, string name, bool isNotWaitedFor, int? timeoutMs)
    {
        var shown = new IpMsgDelivery(delivery, _listener, name);
        if (isNotWaitedFor)
        {
            _cmdlet.WriteObject(shown);
            return;
        }
        _open[delivery] = (shown, new Deadline(TimeSpan.FromMilliseconds(timeoutMs ?? 0)));
        _begun++;
    }

    /// <summary>Who is to be told of deliveries that are waited for.</summary>
    internal Subscription<DeliveryChanged> Observer => _subscription;

    internal void EmitWhatIsDone()
    {
        while (_open.Count > 0 && _subscription.TryTake(out var ended, TimeSpan.Zero, _stop))
            Ended(ended.Delivery);
        _downloads?.EmitWhatIsDone();
    }

    /// <summary>Waits for all that is under way.</summary>
    /// <param name="longestDownload">How long for downloads; from when all is confirmed that will be.</param>
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
        _subscription.Dispose();
        _downloads?.Dispose();
    }

    private void AwaitConfirmations(SendProgress progress)
    {
        while (_open.Count > 0)
        {
            if (_subscription.TryTake(out var ended, ProgressLine.Interval, _stop))
                Ended(ended.Delivery);
            foreach (var late in _late.FindAll(each => !_open.TryGetValue(each, out var open) || open.Deadline.IsOver))
            {
                _late.Remove(late);
                Emit(late);
            }
            _downloads?.EmitWhatIsDone();
            progress.Show(_begun - _open.Count);
        }
    }

    private void Ended(Delivery delivery)
    {
        // The last transmission was not heard, but the user wants to wait longer, and a confirmation may still come.
        if (delivery is { Status: DeliveryStatus.Unconfirmed, Reason: null } && _open.TryGetValue(delivery, out var open) && !open.Deadline.IsOver)
            _late.Add(delivery);
        else if (delivery.Status != DeliveryStatus.Pending)
            Emit(delivery);
    }

    private void Emit(Delivery ended)
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
            _report(new IpMsgException(IpMsgErrorId.MessageUnconfirmed, delivery.Recipient + WhatNot(ended), delivery,
                "Pipe the delivery to Send-IpMsg to send it again."));
        else if (ended.Status == DeliveryStatus.Refused)
            _report(DeliveryErrors.Of(delivery));
    }

    // Of those who encrypt the key is asked for first, and who is not there does not give it.
    private static string WhatNot(Delivery ended) => ended.Refusal == DeliveryRefusal.NoKey
        ? " did not answer, not even with its key, so nothing was sent."
        : ended.Attempts == 0 ? " did not answer in time, so nothing was sent."
        : " did not confirm the message, sent " + Times(ended.Attempts) + "." + (ended.Suite is null || ended.Reason is null ? "" : " " + ended.Reason);

    private static string Times(int attempts) => attempts == 1 ? "once" : attempts + " times";
}
