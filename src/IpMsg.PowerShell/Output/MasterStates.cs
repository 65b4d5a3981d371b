using System;
using IpMsg.Node;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.PowerShell.Output;

/// <summary>The values of MasterState.</summary>
internal static class MasterStates
{
    internal static string? Of(MemberNode node)
    {
        if (node.Options.Master is not { } options)
            return null;
        if (options.Address is null)
            return "Master";
        var user = node.Master.User;
        return user switch
        {
            { Trust: MasterTrust.Unconfirmed } => "Unconfirmed",
            { Trust: MasterTrust.Refused } => "Refused",
            { IsOutdated: true } => "Outdated",
            { HeardAt: { } heardAt } when DateTimeOffset.UtcNow - heardAt <= options.Cycle => "Following",
            _ => "Silent",
        };
    }
}
