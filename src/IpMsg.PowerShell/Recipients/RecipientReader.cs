using System;
using System.Management.Automation;
using System.Net;
using IpMsg.Node.Transport;
using IpMsg.PowerShell.Output;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Recognises objects that have an endpoint, so that no member list is needed to resolve them.</summary>
internal static class RecipientReader
{
    private const string OwnTypes = "IpMsg.PowerShell.";

    private static readonly string[] s_prefixes = ["Deserialized.", "Selected."];

    /// <summary>The endpoint of a member, message, delivery, offer, endpoint or address; null for anything else, such as a text.</summary>
    /// <param name="value">The object, possibly wrapped.</param>
    /// <param name="standardPort">The port for an address without one; such a guess is marked by <paramref name="isGuess"/>.</param>
    /// <param name="isGuess">True when the port is not known.</param>
    internal static Recipient? Read(object value, int standardPort, out bool isGuess)
    {
        isGuess = false;
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case IpMsgMember member:
                return new Recipient(member.EndPoint, member.NickName);
            case IpMsgMessage message:
                return new Recipient(message.From.EndPoint, message.From.NickName);
            case IpMsgSender sender:
                return new Recipient(sender.EndPoint, sender.NickName);
            case IpMsgHistoryEntry { From: { } from }:
                return new Recipient(from.Target.Copy(), from.NickName);
            case IpMsgHistoryPeer peer:
                return new Recipient(peer.Target.Copy(), peer.NickName);
            case IpMsgHistoryDelivery { Peer: var to }:
                return new Recipient(to.Target.Copy(), to.NickName);
            case IpMsgDelivery delivery:
                return new Recipient(delivery.EndPoint, delivery.To);
            case IpMsgOffer offer:
                return new Recipient(offer.EndPoint, offer.To);
            case IpMsgMemberTest test:
                return new Recipient(test.EndPoint, test.To);
            case IPEndPoint endPoint:
                return new Recipient(endPoint.Copy(), endPoint.ToString());
            case IPAddress address:
                isGuess = true;
                return new Recipient(new IPEndPoint(address, standardPort), address.ToString());
            case PSCustomObject when value is PSObject deserialized:
                return ReadDeserialized(deserialized, standardPort);
            default:
                return null;
        }
    }

    // Objects of this module after Export-Clixml, a job, a remote session or Select-Object: they have the properties, perhaps as text.
    private static Recipient? ReadDeserialized(PSObject value, int standardPort)
    {
        string type = value.TypeNames.Count == 0 ? "" : Original(value.TypeNames[0]);
        bool isOurs = type.StartsWith(OwnTypes, StringComparison.Ordinal);
        if (!isOurs && type != "System.Net.IPEndPoint")
            return null;
        var holder = isOurs && value.Properties["From"]?.Value is { } sender ? PSObject.AsPSObject(sender) : value;
        string? text = isOurs ? holder.Properties["EndPoint"]?.Value?.ToString() : holder.ToString();
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

    private static string Original(string type) =>
        Array.Find(s_prefixes, each => type.StartsWith(each, StringComparison.Ordinal)) is { } prefix
            ? Original(type.Substring(prefix.Length))
            : type;
}
