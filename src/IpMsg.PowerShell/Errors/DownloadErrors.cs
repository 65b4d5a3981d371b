using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell.Errors;

/// <summary>Errors for files that a recipient did not download.</summary>
internal static class DownloadErrors
{
    private const int MaxNamed = 10;

    /// <summary>The error for a delivery; null when its recipient has downloaded everything.</summary>
    internal static IpMsgException? Describe(IpMsgDelivery delivery)
    {
        var missing = Array.FindAll(delivery.Offers, each => each.TimesTaken == 0);
        if (missing.Length == 0)
            return DescribeIncomplete(delivery);
        string list = string.Join(", ", missing.Take(MaxNamed).Select(each => "'" + each.Name + "' (" + Why(each) + ")"));
        string rest = missing.Length > MaxNamed ? " and " + (missing.Length - MaxNamed) + " more." : ".";
        string advice = Array.Exists(missing, each => each.Offer.Report.IsPlaintextRefused)
            ? "Let the recipient switch on the encryption of files in its client and fetch it, or send it with -Encryption Auto from a"
                + " listener that does not require encryption."
            : Array.Exists(missing, each => !each.Offer.HasEnded && !each.Offer.Report.IsSourceLost)
            ? "The rest stays offered while this process and its listener run; Get-IpMsgOffer shows it. In a script that ends, use a longer"
                + " -TimeoutSec."
            : "Ask the recipient, and send it again.";
        return new IpMsgException(IpMsgErrorId.AttachmentNotTaken, delivery.Recipient + " did not take " + list + rest, delivery, advice);
    }

    private static IpMsgException? DescribeIncomplete(IpMsgDelivery delivery)
    {
        var incomplete = Array.FindAll(delivery.Offers, each => each.IsIncomplete);
        if (incomplete.Length == 0)
            return null;
        var named = incomplete.Take(MaxNamed).Select(each => "'" + each.Name + "' (" + each.Reason?.TrimEnd('.') + ")");
        string list = string.Join(", ", named);
        return new IpMsgException(IpMsgErrorId.AttachmentIncomplete,
            delivery.Recipient + " has taken only a part of " + list + (incomplete.Length > MaxNamed ? " and more." : "."), delivery,
            "Make the rest readable, and send it again.");
    }

    private static string Why(IpMsgOffer offer) => offer.Offer.State switch
    {
        OfferState.Released => "declined",
        OfferState.Expired => "the offer has expired",
        OfferState.Withdrawn => "withdrawn: " + offer.Reason,
        OfferState.Sending => "timed out after " + SizeText.Of(offer.BytesSent),
        _ when offer.Offer.Report.IsSourceLost || offer.Offer.Report.IsPlaintextRefused => "refused: " + offer.Reason!.TrimEnd('.'),
        _ when offer.Reason is { } failure => "failed: " + failure.TrimEnd('.') + "; not fetched again in time",
        _ => "not fetched in time",
    };
}
