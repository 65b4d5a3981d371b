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

/// <summary>The deliveries whose files Send-IpMsg -WaitDownload waits for, each emitted when its recipient has taken everything.</summary>
internal sealed class DownloadTracker : IDisposable
{
    private readonly SendIpMsgCommand _cmdlet;
    private readonly CancellationToken _stop;
    private readonly Action<IpMsgException> _report;
    // Opened before anything is sent; a wake-up is all that it is for, since offers show by themselves how they stand.
    private readonly Subscription<OfferChanged> _subscription;
    private readonly List<IpMsgDelivery> _all = [];
    private readonly HashSet<IpMsgDelivery> _open = [];
    private readonly HashSet<IpMsgDelivery> _unconfirmed = [];
    private readonly HashSet<IpMsgDelivery> _emitted = [];

    internal DownloadTracker(SendIpMsgCommand cmdlet, MemberNode node, CancellationToken stop, Action<IpMsgException> report)
    {
        _cmdlet = cmdlet;
        _stop = stop;
        _report = report;
        _subscription = node.Offers.Subscribe();
    }

    /// <summary>Takes a confirmed delivery over, to emit it later.</summary>
    internal void Add(IpMsgDelivery delivery)
    {
        _all.Add(delivery);
        _open.Add(delivery);
    }

    /// <summary>Notes a delivery that was emitted unconfirmed: its recipient may be there all the same.</summary>
    internal void AddUnconfirmed(IpMsgDelivery delivery)
    {
        _emitted.Add(delivery);
        _unconfirmed.Add(delivery);
    }

    internal void EmitWhatIsDone()
    {
        foreach (var late in _unconfirmed.Where(IsThere).ToList())
        {
            _unconfirmed.Remove(late);
            Add(late);
        }
        foreach (var done in _open.Where(each => each.Offers.All(offer => offer.IsSettled)).ToList())
            Emit(done);
    }

    /// <summary>Waits for all downloads, or for as long as the user wants to.</summary>
    internal void Finish(TimeSpan longest)
    {
        var deadline = new Deadline(longest);
        var progress = new OfferProgress(_cmdlet);
        try
        {
            for (EmitWhatIsDone(); _open.Count > 0 && !deadline.IsOver; EmitWhatIsDone())
            {
                var wait = deadline.Remaining;
                _subscription.TryTake(out _, wait < TimeSpan.Zero || wait > ProgressLine.Interval ? ProgressLine.Interval : wait, _stop);
                progress.Show(_all);
            }
        }
        finally
        {
            progress.Complete();
        }
        foreach (var late in _open.ToList())
            Emit(late);
    }

    public void Dispose() => _subscription.Dispose();

    private static bool IsThere(IpMsgDelivery delivery) =>
        delivery.Status == DeliveryStatus.Confirmed || delivery.Offers.Any(each => each.State is OfferState.Sending or OfferState.Taken);

    private void Emit(IpMsgDelivery delivery)
    {
        _open.Remove(delivery);
        if (_emitted.Add(delivery))
            _cmdlet.WriteObject(delivery);
        if (DownloadErrors.Describe(delivery) is { } untaken)
            _report(untaken);
    }
}
