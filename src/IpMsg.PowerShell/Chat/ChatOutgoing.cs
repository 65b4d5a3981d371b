using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node;

namespace IpMsg.PowerShell.Chat;

/// <summary>Sends what is typed and saves files, in the background and in order, and tells what became of it.</summary>
internal sealed class ChatOutgoing : IDisposable
{
    private readonly IpMsgListener _listener;
    private readonly ChatScreen _screen;
    private readonly BackgroundCommands _sending = new(), _saving = new();
    private readonly SentLines _sent = new();

    internal ChatOutgoing(IpMsgListener listener, ChatScreen screen)
    {
        _listener = listener;
        _screen = screen;
    }

    /// <summary>Gets each delivery; null for none.</summary>
    internal Action<IpMsgDelivery>? OnSent { get; init; }

    /// <summary>True while a message waits to be sent or confirmed.</summary>
    internal bool IsBusy => _sending.Open > 0 || _sent.Pending > 0;

    /// <summary>True while a file is downloaded.</summary>
    internal bool IsSaving => _saving.Open > 0;

    /// <summary>True while a message was not handed to the network.</summary>
    internal bool IsSending => _sending.Open > 0;

    internal void Send(object[] to, string text, bool isSealed = false, object? file = null)
    {
        var parameters = new Hashtable
        {
            ["Listener"] = _listener,
            ["To"] = to,
            ["Message"] = text,
            ["Sealed"] = isSealed,
            ["NoWait"] = true,
        };
        if (file is not null)
            parameters["Attachment"] = file;
        _sending.Add(new BackgroundCommand("Send-IpMsg", text, parameters));
    }

    /// <summary>Sends again what was not confirmed; returns how many.</summary>
    internal int SendAgain()
    {
        var all = _sent.Unconfirmed;
        foreach (var each in all)
        {
            _sending.Add(new BackgroundCommand("Send-IpMsg", each.Text,
                new Hashtable { ["Listener"] = _listener, ["InputObject"] = each, ["NoWait"] = true }));
        }
        return all.Count;
    }

    internal void Save(IpMsgAttachment file, string folder) => _saving.Add(new BackgroundCommand(
        "Save-IpMsgAttachment", file.Name, new Hashtable { ["InputObject"] = new object[] { file }, ["LiteralPath"] = folder }));

    /// <summary>Shows what has changed.</summary>
    internal void ShowChanges()
    {
        while (_sending.TakeEnded() is { } ended)
            ShowSent(ended);
        while (_saving.TakeEnded() is { } ended)
            ShowSaved(ended);
        _screen.Notices(_sent.Changes(_listener));
    }

    /// <summary>Ends what still runs, and returns what the user has to know.</summary>
    internal IReadOnlyList<string> Stop()
    {
        _sending.Stop();
        _saving.Stop();
        var warnings = new List<string>();
        while (_sending.TakeEnded() is { } ended)
        {
            foreach (var delivery in Deliveries(ended))
                _sent.Add(delivery);
            warnings.AddRange(ended.Failures);
            if (ended.Output.Count == 0 && ended.Failures.Count == 0)
                warnings.Add(SafeText.Line("Not sent: " + ended.Subject));
        }
        while (_saving.TakeEnded() is { } ended)
        {
            warnings.AddRange(ended.Failures.Concat(ended.Warnings));
            if (!ended.HasStarted)
                warnings.Add(SafeText.Line("Not saved: " + ended.Subject));
        }
        if (_sent.Pending > 0)
        {
            warnings.Add((_sent.Pending == 1 ? "One message is" : _sent.Pending + " messages are")
                + " not confirmed yet. Get-IpMsgDelivery shows what becomes of them.");
        }
        return warnings;
    }

    public void Dispose()
    {
        _sending.Dispose();
        _saving.Dispose();
    }

    private void ShowSent(BackgroundCommand ended)
    {
        _screen.Notices(ended.Warnings);
        _screen.Notices(ended.Failures);
        foreach (var delivery in Deliveries(ended))
            _sent.Add(delivery);
    }

    private IEnumerable<IpMsgDelivery> Deliveries(BackgroundCommand ended)
    {
        foreach (var delivery in ended.Output.Select(static each => each.BaseObject).OfType<IpMsgDelivery>())
        {
            OnSent?.Invoke(delivery);
            yield return delivery;
        }
    }

    private void ShowSaved(BackgroundCommand ended)
    {
        _screen.Notices(ended.Warnings);
        _screen.Notices(ended.Failures);
        foreach (var item in ended.Output.Select(static each => each.BaseObject).OfType<System.IO.FileSystemInfo>())
            _screen.Notice("Saved as " + item.FullName);
    }
}
