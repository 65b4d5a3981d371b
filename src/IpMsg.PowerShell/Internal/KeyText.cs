using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// Keys for views, questions and errors, also deserialized ones. A changed key is shown with both sets of digits, because only the owner
/// knows which are right. Control characters in names are made harmless.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyText
{
    /// <summary>The state in one word.</summary>
    public static string State(PSObject key) => Is(key, "IsOwn") ? "own"
        : Is(key, "HasChanged") ? "CHANGED"
        : Is(key, "IsVerified") ? "verified"
        : "pinned";

    /// <summary>
    /// The digits; for a changed key both sets of digits, when and where each was seen, and the line that accepts the new one.
    /// </summary>
    public static string Cell(PSObject key) => !Is(key, "HasChanged") ? Text(key, "Digits")
        : Text(key, "Digits") + "\n" + FirstSeen(key) + "\nNEW " + OtherDigits(key) + "\n" + OtherSeen(key) + "\n" + AcceptLine(key);

    /// <summary>The line that accepts the new key; empty when there is none.</summary>
    public static string AcceptLine(PSObject key) => !Is(key, "HasChanged") ? ""
        : IsSameKey(key) ? RemoveLine(key)
        : "Confirm-IpMsgKey " + Owner(key) + " -Digits '" + Text(key, "OtherDigits") + "'";

    /// <summary>The line that forgets the pinned key, so that the next one is pinned unseen.</summary>
    internal static string RemoveLine(PSObject key) => "Remove-IpMsgKey " + Owner(key);

    /// <summary>Nickname, user and host of the owner.</summary>
    internal static string Name(PSObject key)
    {
        string owner = Text(key, "UserName") + "@" + Text(key, "HostName");
        return Text(key, "NickName") is { Length: > 0 } nick && nick != owner ? nick + " (" + owner + ")" : owner;
    }

    /// <summary>User and host, quoted for the command line.</summary>
    internal static string Owner(PSObject key) =>
        Completions.Quote(key.Properties["UserName"]?.Value + "@" + key.Properties["HostName"]?.Value);

    /// <summary>The digits of each key, with nickname, time and address, in sentences.</summary>
    internal static string Both(PSObject key, string separator = " ") => "Pinned: " + Text(key, "Digits") + ", " + FirstSeen(key) + "."
        + (Is(key, "HasChanged") ? separator + "New: " + OtherDigits(key) + ", " + OtherSeen(key) + "." : "");

    private static string FirstSeen(PSObject key) => Seen("first seen", key, "FirstSeenAt", "FirstSeenFrom", "NickName")
        + (Is(key, "HasChanged") || !Is(key, "IsVerified") ? "" : ", verified " + TimeText.Full(key.Properties["VerifiedAt"]?.Value));

    private static string OtherSeen(PSObject key) => Seen("seen", key, "OtherSeenAt", "OtherSeenFrom", "OtherNickName");

    private static string Seen(string verb, PSObject key, string at, string from, string nick) =>
        verb + " " + TimeText.Full(key.Properties[at]?.Value) + " from " + Text(key, from)
        + (Text(key, nick) is { Length: > 0 } name ? " as " + name : "");

    private static string OtherDigits(PSObject key) =>
        Text(key, "OtherDigits") + (IsSameKey(key) ? " (the same key, with weaker ciphers)" : "");

    private static bool IsSameKey(PSObject key) => Text(key, "OtherDigits") == Text(key, "Digits");

    private static bool Is(PSObject key, string property) => LanguagePrimitives.IsTrue(key.Properties[property]?.Value);

    private static string Text(PSObject key, string property) => SafeText.Line(key.Properties[property]?.Value?.ToString());
}
