using System;
using System.Collections.Generic;
using System.Linq;
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
    private readonly IpMsgListener _listener;
    private readonly Dictionary<Delivery, (IpMsgDelivery Shown, Deadline Deadline)> _open = [];
    private readonly List<Delivery> _late = [];
    private readonly HeldErrors _errors;
    private readonly SendProgress _progress;
    private readonly DownloadTracker? _downloads;
    private int _begun;

    internal DeliveryTracker(SendIpMsgCommand cmdlet, IpMsgListener listener)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        Subscription = listener.Node.Subscribe<DeliveryChanged>(1_000_000);
        _errors = new HeldErrors(cmdlet);
        _progress = new SendProgress(cmdlet);
        _downloads = cmdlet.WaitDownload ? new DownloadTracker(cmdlet, _errors, listener.Node) : null;
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
        if (_open.Count == 0 && _downloads is not { IsWaiting: true })
            _errors.Release();
    }

    /// <summary>Waits until every delivery has ended, and writes it.</summary>
    /// <param name="longestDownload">How long to wait for downloads after the last confirmation.</param>
    internal void Finish(TimeSpan longestDownload)
    {
        try
        {
            AwaitConfirmations();
        }
        finally
        {
            _progress.Complete();
        }
        _downloads?.Finish(longestDownload);
        _errors.Release();
    }

    public void Dispose()
    {
        Subscription.Dispose();
        _downloads?.Dispose();
    }

    private void AwaitConfirmations()
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
            if (_open.Count > 0)
                _progress.Show(_begun - _open.Count, _begun, _open.Values.Select(each => each.Shown.Recipient));
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
            _errors.Report(DeliveryErrors.OfUnconfirmed(delivery));
        else if (ended.Status == DeliveryStatus.Refused)
            _errors.Report(DeliveryErrors.Of(delivery, _listener));
    }
}
