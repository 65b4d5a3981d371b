using System;
using System.Management.Automation;
using System.Net;
using IpMsg.Node.Transport;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Output;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Recognises objects that have an endpoint, so that no member list is needed to resolve them.</summary>
internal static class RecipientReader
{
    /// <summary>The endpoint of a member, message, delivery, offer, endpoint or address; null for anything else, such as a text.</summary>
    /// <param name="value">The object, possibly wrapped.</param>
    /// <param name="standardPort">The port for an address without one; such a guess is marked by <paramref name="isGuess"/>.</param>
    /// <param name="isGuess">True when the port is not known.</param>
    internal static Recipient? Read(object value, int standardPort, out bool isGuess)
    {
        isGuess = false;
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case IpMsgMember { Member: not null } member:
                return new Recipient(member.Member.EndPoint.Copy(), member.NickName)
                {
                    Names = (member.Member.UserName, member.Member.HostName),
                };
            case IpMsgMessage { Message: not null } message:
                return new Recipient(message.From.Source.Copy(), message.From.NickName)
                {
                    Names = (message.Message.User, message.Message.Host),
                };
            case IpMsgSender sender:
                return new Recipient(sender.Source.Copy(), sender.NickName);
            case IpMsgHistoryEntry { From: { } from }:
                return new Recipient(from.Target.Copy(), from.NickName);
            case IpMsgHistoryPeer peer:
                return new Recipient(peer.Target.Copy(), peer.NickName);
            case IpMsgHistoryDelivery { Peer: var to }:
                return new Recipient(to.Target.Copy(), to.NickName);
            case IpMsgDelivery delivery:
                return new Recipient(delivery.Delivery.To.Copy(), delivery.To);
            case IpMsgOffer offer:
                return new Recipient(offer.Offer.Delivery.To.Copy(), offer.To);
            case IpMsgMemberTest test:
                return new Recipient(test.Target.Copy(), test.To);
            case IPEndPoint endPoint:
                return new Recipient(endPoint.Copy(), endPoint.ToString());
            case IPAddress address:
                isGuess = true;
                return new Recipient(new IPEndPoint(address, standardPort), address.ToString());
            case PSCustomObject or IpMsgMember or IpMsgMessage:
                return ReadProperties(PSObject.AsPSObject(value), standardPort, out isGuess);
            default:
                return null;
        }
    }

    // Objects of this module after Export-Clixml, a job, a remote session or Select-Object, those that New-MockObject of Pester made, and
    // objects of others that have the properties.
    private static Recipient? ReadProperties(PSObject value, int standardPort, out bool isGuess)
    {
        var holder = value.Properties["From"]?.Value is { } sender ? PSObject.AsPSObject(sender) : value;
        bool isEndPoint = value.TypeNames.Count > 0 && value.TypeNames[0] == "Deserialized.System.Net.IPEndPoint";
        string? text = isEndPoint ? holder.ToString() : holder.Properties["EndPoint"]?.Value?.ToString();
        isGuess = false;
        if (text is null && holder.Properties["Address"]?.Value?.ToString() is { } address)
        {
            isGuess = !LanguagePrimitives.TryConvertTo(holder.Properties["Port"]?.Value, out int port) || port == 0;
            text = isGuess ? address : EndPointColumn.Join(address, port);
        }
        if (text is null)
            return null;
        try
        {
            string name = (holder.Properties["NickName"] ?? holder.Properties["To"])?.Value?.ToString() ?? text;
            return new Recipient(EndPointText.Parse(text, standardPort), name);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
