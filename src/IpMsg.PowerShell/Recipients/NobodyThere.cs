using System.Net;
using IpMsg.Node;
using IpMsg.Node.Networks;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Why a listener knows no members, and what to try.</summary>
internal static class NobodyThere
{
    internal static string Describe(MemberNode node)
    {
        if (!node.Members.IsAnnounced && node.Options.IsSilent)
        {
            return "No member is known, because this listener was started with -Silent and only announced members get answers."
                + " Get-IpMsgMember -Refresh announces it.";
        }
        if (node.Options is { Address: { } bound, BroadcastTargets.Count: 0 } && IPAddress.IsLoopback(bound))
        {
            return "No member has answered: " + bound + " reaches nobody but this machine. Start-IpMsgListener without -Address uses all"
                + " networks.";
        }
        if (HasNoNetwork(node.Options))
            return "No member has answered: this machine has no network. Connect it, and try Get-IpMsgMember -Refresh.";
        string port = node.LocalEndPoint.Port == node.StandardPort
            ? ""
            : " This listener uses port " + node.LocalEndPoint.Port + ", and some clients answer only to " + node.StandardPort + ".";
        return "No member has answered." + port + " Get-IpMsgMember -Refresh asks again. Test-IpMsgMember with an address shows whether"
            + " a firewall or a router keeps members apart; about_IpMsg_Troubleshooting tells what to do then.";
    }

    private static bool HasNoNetwork(NodeOptions options)
    {
        if (options.BroadcastTargets.Count > 0)
            return false;
        var adapters = NetworkAdapters.Read();
        return LocalNetworks.Find(adapters).Count == 0 && LocalNetworks.MulticastInterfaces(adapters).Count == 0;
    }
}
