using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Commands;

/// <summary>Withdraws offers: their files cannot be downloaded any more, and running transfers end.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsgOffer", SupportsShouldProcess = true)]
public sealed class RemoveIpMsgOfferCommand : IpMsgCmdlet
{
    /// <summary>The offers, or deliveries with all that they offer.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>The listener that offers them; by default that of the offer.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (object each in InputObject)
        {
            foreach (var offer in Offers(each))
                Remove(offer);
        }
    }

    private IpMsgOffer[] Offers(object value)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case IpMsgOffer offer:
                return [offer];
            case IpMsgDelivery delivery:
                return delivery.Offers;
            default:
                Report(new IpMsgException(IpMsgErrorId.InputNotSupported,
                    "'" + value + "' is neither an offer nor a delivery of this session.", value, "Get-IpMsgOffer shows what is offered."));
                return [];
        }
    }

    private void Remove(IpMsgOffer offer)
    {
        if (offer.Offer.HasEnded)
        {
            WriteVerbose("The offer of " + SafeText.Line(offer.ToString()) + " has ended already.");
            return;
        }
        if (!ShouldProcess(SafeText.Line(offer.ToString()), "Withdraw offer"))
            return;
        try
        {
            (Listener ?? offer.Listener).Node.Offers.Withdraw(offer.Offer);
        }
        catch (IpMsgException exception)
        {
            Report(new IpMsgException(exception.ErrorId,
                "The offer of " + offer + " cannot be withdrawn: " + exception.Message, offer, exception.Advice, exception));
        }
    }
}
