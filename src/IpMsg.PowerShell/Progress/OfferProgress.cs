using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using IpMsg.PowerShell.Internal;
using IpMsg.Protocol.Attachments;

namespace IpMsg.PowerShell.Progress;

/// <summary>Progress of Send-IpMsg -WaitDownload: the downloads of all recipients together.</summary>
internal sealed class OfferProgress
{
    private readonly ProgressLine _line;
    private readonly RateMeter _rate = new();

    internal OfferProgress(PSCmdlet cmdlet) => _line = new ProgressLine(cmdlet, "Waiting for downloads");

    internal void Show(IReadOnlyCollection<IpMsgDelivery> deliveries)
    {
        if (!_line.IsDue)
            return;
        long sent = 0, total = 0;
        int settled = 0, offers = 0;
        bool hasFolders = false;
        foreach (var delivery in deliveries)
        {
            foreach (var offer in delivery.Offers)
            {
                offers++;
                settled += offer.IsFinal ? 1 : 0;
                hasFolders |= offer.Offer.Attachment.Kind == FileKind.Folder;
                total += offer.Size;
                // A second download of a file does not reduce the sum.
                sent += offer.TimesTaken > 0 ? Math.Max(offer.Size, offer.BytesSent) : offer.BytesSent;
            }
        }
        double rate = _rate.At(sent);
        string whole = hasFolders ? "" : " of " + SizeText.Of(total);
        string status = string.Format(CultureInfo.CurrentCulture,
            "{0} of {1} taken, {2}{3} {4}", settled, offers, SizeText.Of(sent), whole, SizeText.Rate(rate));
        // The size of a folder is not known beforehand.
        if (hasFolders || total == 0)
            _line.Show(status, offers == 0 ? 100 : (int)(100L * settled / offers));
        else
            _line.Show(status, (int)Math.Min(100, 100d * sent / total), RateMeter.Remaining(sent, total, rate));
    }

    internal void Complete() => _line.Complete();
}
