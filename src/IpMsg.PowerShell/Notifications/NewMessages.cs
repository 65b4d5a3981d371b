using System.Collections.Generic;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Notifications;

/// <summary>The messages that the next notification announces. Keeps one of them and three names, whatever arrives.</summary>
internal sealed class NewMessages
{
    private const int MaxNames = 3, MaxName = 30;

    private readonly List<string> _names = [];
    private IpMsgMessage? _first;
    private bool _hasMoreNames;

    internal int Count { get; private set; }

    /// <summary>How many of them a conversation shows.</summary>
    internal int ShownCount { get; private set; }

    /// <summary>The message, when it is one; otherwise how many came, and from whom.</summary>
    internal NotificationText Text => Count == 1
        ? NotificationText.Of(_first!)
        : new NotificationText(Count + " messages", string.Join(", ", _names) + (_hasMoreNames ? ", ..." : ""));

    internal void Add(IpMsgMessage message, bool isShown)
    {
        Count++;
        ShownCount += isShown ? 1 : 0;
        _first ??= message;
        string name = ViewText.Cut(message.From.NickName, MaxName);
        if (_names.Contains(name))
            return;
        if (_names.Count < MaxNames)
            _names.Add(name);
        else
            _hasMoreNames = true;
    }
}
