using System.Diagnostics;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>What a user has to know of a member master after the start.</summary>
internal static class MasterWarning
{
    // The master asks back before it answers.
    private const int WaitMs = 5_000;
    private const int StepMs = 50;

    /// <summary>Waits for the first packet of the master. Null when its list counts, and for a listener without a master.</summary>
    internal static string? Of(MemberNode node, CancellationToken token)
    {
        var time = Stopwatch.StartNew();
        var user = node.Master.User;
        while (user is { Trust: null } && time.ElapsedMilliseconds < WaitMs && !token.IsCancellationRequested)
        {
            token.WaitHandle.WaitOne(StepMs);
            user = node.Master.User;
        }
        return user switch
        {
            null or { Trust: MasterTrust.Confirmed } => null,
            { Trust: null } => "The member master " + user.Master + " has not answered yet. Get-IpMsgListener shows when it has.",
            { Trust: MasterTrust.Unconfirmed, Digits: not null } => Unconfirmed(user),
            _ => "The member master " + user.Master + " has another key than the one that was given or confirmed. Its list is not used. "
                + "If the master has new keys, start again with the digits that Get-IpMsgKey -Own shows there: "
                + "Start-IpMsgListener -Master " + user.Master + " -MasterKey and the digits",
        };
    }

    private static string Unconfirmed(Node.Master.MasterUserReport user) =>
        "The list of the member master " + user.Master + " is not used until its key is confirmed. Compare these digits with those that "
        + "Get-IpMsgKey -Own shows on the master: " + user.Digits + ". If they are the same: Confirm-IpMsgKey "
        + SuggestedName(user) + " -Digits '" + user.Digits + "'";

    private static string SuggestedName(Node.Master.MasterUserReport user) =>
        SingleQuoted(SafeText.Line(user.UserName + "@" + user.HostName));

    private static string SingleQuoted(string text) => "'" + text.Replace("'", "''") + "'";
}
