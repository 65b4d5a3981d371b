using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Errors;

/// <summary>Errors for keys that the user has to decide on: both sets of digits, and the lines that decide.</summary>
internal static class KeyErrors
{
    private const string Ask = "Ask its user, by another way than this network, for the digits that Get-IpMsgKey -Own shows there. ";

    /// <summary>The error for a member with another key than the pinned one.</summary>
    /// <param name="message">What was not done.</param>
    /// <param name="key">The pinned key; null when it is not known which one it is.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="then">What to do after the decision.</param>
    internal static IpMsgException Changed(string message, PSObject? key, object target, string then)
    {
        if (key is null)
        {
            return new(IpMsgErrorId.MemberKeyChanged, message, target,
                Ask + "Get-IpMsgKey shows both keys, and the line that accepts the new one. " + then);
        }
        string accept = KeyText.AcceptLine(key), remove = KeyText.RemoveLine(key);
        string advice = accept.Length == 0 || accept == remove ? "If the change is right: " + remove + ". "
            : "If they are the new ones: " + accept + ". To accept the next key without a look at it: " + remove + ". ";
        return new(IpMsgErrorId.MemberKeyChanged, message + " " + KeyText.Both(key), target, Ask + advice + then);
    }

    /// <summary>The error for a member whose key nobody has compared, where only verified keys are allowed.</summary>
    /// <inheritdoc cref="Changed"/>
    internal static IpMsgException NotVerified(string message, PSObject? key, object target, string then) => key is null
        ? new(IpMsgErrorId.KeyNotVerified, message, target, Ask + "Confirm-IpMsgKey compares them. " + then)
        : new(IpMsgErrorId.KeyNotVerified, message + " " + KeyText.Both(key), target,
            Ask + "If they are the same: Confirm-IpMsgKey " + KeyText.Owner(key) + ". " + then);
}
