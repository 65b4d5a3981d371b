using System;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell.Commands;

/// <summary>Shows what this runspace's listener offers, to whom, and how much was downloaded. Writes nothing without a listener.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgOffer")]
[OutputType(typeof(IpMsgOffer))]
public sealed class GetIpMsgOfferCommand : IpMsgCmdlet
{
    /// <summary>Only offers to these: nickname, user, host or address, with wildcards; or members, messages, deliveries.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [MemberPattern]
    [ArgumentCompleter(typeof(OfferRecipientCompleter))]
    public string[]? To { get; set; }

    /// <summary>Only files of these names, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OfferNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only offers of messages with these packet numbers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public long[]? PacketNumber { get; set; }

    /// <summary>A listener of another runspace, instead of this one's.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if ((Listener ?? RunspaceScope.Existing?.Listener) is not { } listener)
            return;
        var recipients = To is null ? null : new NamePatterns(To, ContactNames.Of(listener));
        var names = Name is null ? null : new NamePatterns(Name);
        // A recipient may have been only an address when the message was sent, and be a member now.
        var offers = listener.Node.Offers.GetAll();
        foreach (var (offer, member) in offers.OrderBy(each => each.Offer.MadeAt))
        {
            var shown = new IpMsgOffer(offer, listener, member?.NickName);
            bool isMeant = recipients is null || (member is not null ? recipients.Matches(member) : Matches(recipients, offer));
            if (isMeant && (names is null || names.MatchesAny(shown.Name))
                && (PacketNumber is null || Array.IndexOf(PacketNumber, shown.PacketNumber) >= 0))
                WriteObject(shown);
        }
    }

    private static bool Matches(NamePatterns recipients, Offer offer) =>
        recipients.MatchesAny(offer.Delivery.To.Address.ToString(), offer.Delivery.To.ToString());
}
