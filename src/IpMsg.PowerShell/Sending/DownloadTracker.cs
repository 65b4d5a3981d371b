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
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Sending;

/// <summary>
/// The deliveries whose downloads Send-IpMsg -WaitDownload waits for. Each is written when its recipient has downloaded everything.
/// </summary>
internal sealed class DownloadTracker : IDisposable
{
    private readonly SendIpMsgCommand _cmdlet;
    private readonly HeldErrors _errors;
    // Opened before anything is sent. It only wakes the wait: the offers themselves show their state.
    private readonly Subscription<OfferChanged> _subscription;
    private readonly List<IpMsgDelivery> _all = [];
    private readonly HashSet<IpMsgDelivery> _open = [];
    private readonly HashSet<IpMsgDelivery> _unconfirmed = [];
    private readonly HashSet<IpMsgDelivery> _written = [];

    internal DownloadTracker(SendIpMsgCommand cmdlet, HeldErrors errors, MemberNode node)
    {
        _cmdlet = cmdlet;
        _errors = errors;
        _subscription = node.Offers.Subscribe();
    }

    /// <summary>True while a delivery waits for its downloads.</summary>
    internal bool IsWaiting => _open.Count > 0;

    /// <summary>Adds a confirmed delivery; it is written when its downloads have ended.</summary>
    internal void Add(IpMsgDelivery delivery)
    {
        _all.Add(delivery);
        _open.Add(delivery);
    }

    /// <summary>Adds a delivery that was written unconfirmed: its recipient may have got it and download its files all the same.</summary>
    internal void AddUnconfirmed(IpMsgDelivery delivery)
    {
        _written.Add(delivery);
        _unconfirmed.Add(delivery);
    }

    /// <summary>Writes the deliveries whose downloads have ended, without waiting.</summary>
    internal void WriteEnded()
    {
        foreach (var late in _unconfirmed.Where(HasArrived).ToList())
        {
            _unconfirmed.Remove(late);
            Add(late);
        }
        foreach (var done in _open.Where(each => each.Offers.All(offer => offer.IsFinal)).ToList())
            Write(done);
    }

    /// <summary>Waits for all downloads, and writes their deliveries.</summary>
    /// <param name="longest">How long to wait at most.</param>
    internal void Finish(TimeSpan longest)
    {
        var deadline = new Deadline(longest);
        var progress = new OfferProgress(_cmdlet);
        try
        {
            for (WriteEnded(); _open.Count > 0 && !deadline.IsOver; WriteEnded())
            {
                var remaining = deadline.Remaining;
                bool waitsForInterval = remaining < TimeSpan.Zero || remaining > ProgressLine.Interval;
                _subscription.TryTake(out _, waitsForInterval ? ProgressLine.Interval : remaining, _cmdlet.StopToken);
                progress.Show(_all);
            }
        }
        finally
        {
            progress.Complete();
        }
        foreach (var late in _open.ToList())
            Write(late);
    }

    public void Dispose() => _subscription.Dispose();

    private static bool HasArrived(IpMsgDelivery delivery) =>
        delivery.Delivery.Status == DeliveryStatus.Confirmed
        || delivery.Offers.Any(each => each.Offer.State is OfferState.Sending or OfferState.Taken);

    private void Write(IpMsgDelivery delivery)
    {
        _open.Remove(delivery);
        if (_written.Add(delivery))
            _cmdlet.WriteObject(delivery);
        SentNameWarnings.WriteTaken(_cmdlet, delivery);
        if (DownloadErrors.Describe(delivery) is { } untaken)
            _errors.Report(untaken);
    }
}
