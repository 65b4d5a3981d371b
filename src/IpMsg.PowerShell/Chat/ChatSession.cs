using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Runspaces;
using IpMsg.PowerShell.Terminal;

namespace IpMsg.PowerShell.Chat;

/// <summary>
/// A conversation on the pipeline thread: shows what comes, edits what is typed, and carries out its commands. Nothing here waits for the
/// network; <see cref="ChatOutgoing"/> sends.
/// </summary>
internal sealed class ChatSession : IDisposable
{
    // How long a key waits at most.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_maxConfirmation = TimeSpan.FromSeconds(3), s_maxSending = TimeSpan.FromSeconds(15);

    private readonly IpMsgListener _listener;
    private readonly PSCmdlet _cmdlet;
    private readonly CancellationToken _stop;
    private readonly ChatScreen _screen;
    private readonly KeyReader _keys;
    private readonly CompletionCycle _completion;
    private readonly ChatCommands _commands;
    private readonly ProblemWatch _problems;
    private bool _isOver;

    internal ChatSession(
        IpMsgListener listener, PSCmdlet cmdlet, IKeyboard keyboard, InputDisplay display, CellWidths widths, Action<object>? keep,
        CancellationToken stop)
    {
        _listener = listener;
        _cmdlet = cmdlet;
        _stop = stop;
        _screen = new ChatScreen(display, widths);
        _keys = new KeyReader(keyboard);
        var paths = new ChatPaths(cmdlet);
        _completion = new CompletionCycle(new ChatCompletions(listener, paths).Find);
        Incoming = new ChatIncoming(listener, _screen) { OnShown = keep };
        Outgoing = new ChatOutgoing(listener, _screen) { OnSent = keep };
        _commands = new ChatCommands(this, listener, _screen, paths);
        _problems = new ProblemWatch(listener.Node.Problems, stop);
    }

    internal ChatIncoming Incoming { get; }

    internal ChatOutgoing Outgoing { get; }

    /// <summary>With whom the conversation is; null before the first /to.</summary>
    internal ChatPartner? Partner { get; private set; }

    /// <summary>Runs until the user leaves.</summary>
    /// <param name="partner">The first partner; null to let the user choose.</param>
    /// <exception cref="IpMsgException">The listener has ended.</exception>
    internal void Run(ChatPartner? partner)
    {
        _screen.Notice("/help lists the commands, Tab completes names and paths, Ctrl+C leaves.");
        if (partner is not null)
            Follow(partner);
        else
            _commands.ShowMembers();
        while (!_isOver && !_stop.IsCancellationRequested)
        {
            Incoming.Show(s_interval, _stop);
            Outgoing.ShowChanges();
            while (_problems.TryNext() is { } problem)
                _screen.Notice(problem);
            ReadKeys();
            _screen.Refresh();
        }
        Finish();
    }

    /// <summary>Leaves after the line of now.</summary>
    internal void Leave() => _isOver = true;

    /// <summary>Finds another partner, and talks with that one.</summary>
    /// <exception cref="IpMsgException">Nobody has that name, or several members have it.</exception>
    internal void TalkWith(string name)
    {
        // The search may warn of names.
        _screen.Clear();
        try
        {
            Follow(ChatPartner.Find(WildcardPattern.Escape(name), _listener, _cmdlet, _stop));
        }
        finally
        {
            _screen.Redraw();
        }
    }

    public void Dispose()
    {
        _problems.Dispose();
        Outgoing.Dispose();
        if (_listener.Notifier is { } notifier)
            notifier.IsShownElsewhere = null;
    }

    private void Follow(ChatPartner partner)
    {
        Partner = partner;
        _screen.Prompt = partner.Name;
        Incoming.Follow(partner);
        if (_listener.Notifier is { } notifier)
            notifier.IsShownElsewhere = message => partner.Wrote(message.Message);
        _screen.Notices(ChatCommands.Describe(partner));
    }

    private void ReadKeys()
    {
        bool isChanged = false;
        _keys.Read(
            key =>
            {
                isChanged = true;
                switch (_screen.Editor.Press(key))
                {
                    case EditorRequest.Leave:
                        _isOver = true;
                        return false;
                    case EditorRequest.Complete:
                        _completion.Step(_screen.Editor.Buffer, 1);
                        break;
                    case EditorRequest.CompleteBack:
                        _completion.Step(_screen.Editor.Buffer, -1);
                        break;
                    case EditorRequest.Submit:
                        _commands.Carry(_screen.Editor.Take());
                        return !_isOver;
                }
                return true;
            },
            text =>
            {
                isChanged = true;
                _screen.Editor.Paste(text);
            });
        if (isChanged)
            _screen.Redraw();
    }

    // What is on its way gets a short time. Ctrl+C ends it.
    private void Finish()
    {
        var clock = Stopwatch.StartNew();
        bool isTold = false, isEnough = _stop.IsCancellationRequested;
        _screen.Editor.Buffer.Set("");
        _screen.Redraw();
        while (!isEnough && (Outgoing.IsBusy || Outgoing.IsSaving)
            && clock.Elapsed < (Outgoing.IsSending || Outgoing.IsSaving ? s_maxSending : s_maxConfirmation))
        {
            if (!isTold && clock.ElapsedMilliseconds > 500)
            {
                _screen.Notice("Finishing what is on its way; Ctrl+C leaves at once.");
                isTold = true;
            }
            Thread.Sleep(s_interval);
            Outgoing.ShowChanges();
            _keys.Read(key => !(isEnough |= _screen.Editor.Press(key) == EditorRequest.Leave), _ => { });
            isEnough |= _stop.IsCancellationRequested;
        }
        Outgoing.ShowChanges();
        var warnings = Outgoing.Stop();
        _screen.Clear();
        Warnings = warnings;
    }

    /// <summary>What the user has to know after the end.</summary>
    internal IReadOnlyList<string> Warnings { get; private set; } = [];
}
