using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Sending;

/// <summary>Warns of what a message may lose on its way to some recipients.</summary>
internal static class SendWarnings
{
    private const int MaxNamed = 10;

    /// <summary>Writes them before anything is sent: -WarningAction Stop prevents it.</summary>
    internal static void Write(Cmdlet cmdlet, IReadOnlyList<Delivery> deliveries, Func<Delivery, string> nameOf)
    {
        WarnOfDoubtful(cmdlet, deliveries, nameOf);
        SentNameWarnings.WriteOffered(cmdlet, deliveries);
        foreach (var delivery in deliveries)
        {
            string name = SafeText.Line(nameOf(delivery));
            if (delivery.Member is { IsAddressUnproved: true } && delivery.Message.Encryption != EncryptionPolicy.Off)
                cmdlet.WriteWarning(name + " has a new address, " + delivery.To.Address + ", and its former one does not answer. Nothing"
                    + " proves yet that it is there, so only its pinned key can read the message, and somebody else may confirm it.");
            if (delivery.IsLossy)
                cmdlet.WriteWarning("Some characters do not exist in the encoding of " + name + " and arrive as question marks.");
            // iptux can receive files and never announces it.
            if (delivery.Offers.Count > 0
                && delivery.Member is { Dialect: not ClientDialect.Iptux } member
                && (member.Status & EntryFlags.CanTransferFiles) == 0)
                cmdlet.WriteWarning("The client of " + name + " does not say that it can receive files.");
        }
    }

    // The error of a single recipient tells the same.
    private static void WarnOfDoubtful(Cmdlet cmdlet, IReadOnlyList<Delivery> deliveries, Func<Delivery, string> nameOf)
    {
        var doubtful = deliveries.Where(each => each.Member is { IsDoubtful: true }).Select(each => SafeText.Line(nameOf(each))).ToList();
        if (deliveries.Count < 2 || doubtful.Count == 0)
            return;
        string more = doubtful.Count > MaxNamed ? " and " + (doubtful.Count - MaxNamed) + " more" : "";
        cmdlet.WriteWarning(
            doubtful.Count + " of the " + deliveries.Count + " recipients did not confirm the last message and may have gone: "
            + string.Join(", ", doubtful.Take(MaxNamed)) + more + ". Get-IpMsgMember -Refresh asks who is there.");
    }
}
