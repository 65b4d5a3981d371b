using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.PowerShell.Chat;

/// <summary>Takes the messages of the partner out of the inbox and shows them. Those of others stay there.</summary>
/// <param name="listener">The listener.</param>
/// <param name="screen">The screen.</param>
internal sealed class ChatIncoming(IpMsgListener listener, ChatScreen screen)
{
    // Members of a group can announce any number of names.
    private const int MaxPlaces = 4_096;

    // The place that first wrote under a name: another one with the name is told apart.
    private readonly Dictionary<string, string> _places = new(StringComparer.OrdinalIgnoreCase);
    private InboxReader? _reader;

    internal ReceivedItems Items { get; } = new();

    /// <summary>Gets each message that was shown; null for none.</summary>
    internal Action<IpMsgMessage>? OnShown { get; init; }

    /// <summary>Takes messages of another partner from now on.</summary>
    internal void Follow(ChatPartner partner)
    {
        _reader = new InboxReader(partner.Wrote);
        foreach (var each in partner.Known)
            _places[each.Name] = each.EndPoint.ToString();
    }

    /// <summary>Waits for a message and shows it, or for the time to pass.</summary>
    /// <exception cref="IpMsgException">The listener has ended.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal void Show(TimeSpan wait, System.Threading.CancellationToken stop)
    {
        if (_reader is null)
        {
            if (stop.WaitHandle.WaitOne(wait))
                stop.ThrowIfCancellationRequested();
            return;
        }
        if (!listener.Node.Inbox.Receive(_reader, wait, stop, out var message))
            return;
        bool isShown = false;
        try
        {
            var received = new IpMsgMessage(message, listener);
            Show(received);
            isShown = true;
            OnShown?.Invoke(received);
        }
        finally
        {
            if (isShown)
                listener.Node.Inbox.MarkDelivered(message);
            else
                listener.Node.Inbox.Requeue(message);
        }
    }

    /// <summary>Opens a sealed message, whose sender is told, and shows it.</summary>
    internal void Open(IpMsgMessage message)
    {
        listener.Node.Inbox.Open(message.Message);
        Items.Remove(message);
        Show(message);
    }

    private void Show(IpMsgMessage message)
    {
        string text = !message.IsOpened ? "(sealed: /open " + Items.Add(message) + ")" : message.Text ?? "";
        screen.Message(message.ReceivedAt, NameOf(message.From), Mark(message) + text);
        foreach (var file in message.Attachments.Concat(message.Images))
        {
            string size = file.Kind == "Folder" ? "folder" : SizeText.Of(file.Size);
            screen.Notice(file.Name + " (" + size + "): /save " + Items.Add(file));
        }
    }

    private static string Mark(IpMsgMessage message) =>
        message.Signature == "Invalid" ? "(FORGED?) " : message.IsAutomatic ? "(automatic) " : "";

    private string NameOf(IpMsgSender from)
    {
        if (!_places.TryGetValue(from.NickName, out string? place) && _places.Count < MaxPlaces)
            _places[from.NickName] = place = from.EndPoint;
        return place == from.EndPoint ? from.NickName : from.EndPoint;
    }
}
