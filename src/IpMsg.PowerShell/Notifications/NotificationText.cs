using System;
using System.Linq;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Notifications;

/// <summary>
/// What a notification says. Both parts are one line of harmless text (<see cref="ViewText"/>), because anybody on the network writes them.
/// </summary>
/// <param name="Title">The sender, or how many messages have come.</param>
/// <param name="Body">The beginning of the text; empty for none.</param>
internal sealed record NotificationText(string Title, string Body)
{
    private const int MaxTitle = 60, MaxBody = 120;

    /// <summary>The text for a message. What a person has to open, and what must not be kept, is not shown.</summary>
    internal static NotificationText Of(IpMsgMessage message) => new(
        ViewText.Cut(message.From.NickName, MaxTitle),
        ViewText.Cut(BodyOf(message), MaxBody));

    private static string BodyOf(IpMsgMessage message)
    {
        if (message.Text is not { } text)
            return "(sealed)";
        if (message.NoLog)
            return "(not to be logged)";
        string files = string.Join(", ", message.Attachments.Concat(message.Images).Select(each => each.Name));
        return files.Length == 0 ? text : (text + " [" + files + "]").TrimStart();
    }

    /// <summary>Title and body.</summary>
    public override string ToString() => Body.Length == 0 ? Title : Title + ": " + Body;
}
