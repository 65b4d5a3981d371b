using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Resolves recipients. For a name it first announces this member and waits for answers, unless that was done before.</summary>
internal sealed class RecipientSearch
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromMilliseconds(1_600);

    private readonly Cmdlet _cmdlet;
    private readonly MemberNode _node;
    private readonly bool _mayAsk;

    /// <param name="cmdlet">Writes the verbose lines.</param>
    /// <param name="listener">The listener that knows the members.</param>
    /// <param name="mayAsk">False with -WhatIf: nothing is sent, and only known members are found.</param>
    internal RecipientSearch(Cmdlet cmdlet, IpMsgListener listener, bool mayAsk)
    {
        _mayAsk = mayAsk;
        _cmdlet = cmdlet;
        _node = listener.Node;
    }

    /// <inheritdoc cref="RecipientResolver.Resolve"/>
    internal IReadOnlyList<Recipient> Resolve(object value, CancellationToken stop)
    {
        var resolver = new RecipientResolver(_node, _cmdlet, stop)
        {
            AskMembers = _mayAsk ? members => Namesakes.Ask(_node, members, stop) : null,
        };
        if (!_mayAsk || !RecipientResolver.IsName(value) || !ExpectsAnswers())
            return resolver.Resolve(value);
        using var subscription = _node.Members.Subscribe();
        bool isWildcard = WildcardPattern.ContainsWildcardCharacters(value.ToString());
        var deadline = new Deadline(s_maxWait);
        while (true)
        {
            try
            {
                // A wildcard means all matching members, so it waits for the last answer.
                if (!isWildcard || deadline.IsOver)
                    return resolver.Resolve(value);
            }
            catch (IpMsgException exception) when (exception.ErrorId == IpMsgErrorId.RecipientNotFound && !deadline.IsOver)
            {
                _cmdlet.WriteVerbose("Searching the network for '" + SafeText.Line(value.ToString()) + "'.");
            }
            subscription.TryTake(out _, deadline.Remaining, stop);
            // Many members may have answered meanwhile; all of them are searched at once.
            while (subscription.TryTake(out _, TimeSpan.Zero, stop))
            {
            }
        }
    }

    // Answers to the entry of this member may still come.
    private bool ExpectsAnswers() => _node.Members.EnsureAnnounced() < s_maxWait;
}
