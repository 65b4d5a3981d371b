using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Contacts;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Resolves recipients. For a name it first announces this member and waits for answers, unless that was done before.</summary>
internal sealed class RecipientSearch
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromMilliseconds(1_600);

    private readonly Cmdlet _cmdlet;
    private readonly MemberNode _node;
    private readonly bool _mayAsk;
    private readonly IpMsgListener _listener;
    private ContactQuestions? _questions;

    /// <param name="cmdlet">Writes the verbose lines.</param>
    /// <param name="listener">The listener that knows the members.</param>
    /// <param name="mayAsk">False with -WhatIf: nothing is sent, and only known members are found.</param>
    internal RecipientSearch(Cmdlet cmdlet, IpMsgListener listener, bool mayAsk)
    {
        _mayAsk = mayAsk;
        _cmdlet = cmdlet;
        _listener = listener;
        _node = listener.Node;
    }

    /// <summary>The contacts of a group, which are asked at once; the value itself when it is no group.</summary>
    internal IReadOnlyList<object> Expand(object value, CancellationToken stop)
    {
        var resolver = new RecipientResolver(_listener, _cmdlet, stop);
        var all = resolver.Expand(value);
        if (_mayAsk)
            Questions(stop).Ask(all.Select(resolver.FindContact).OfType<Contact>());
        return all;
    }

    /// <inheritdoc cref="RecipientResolver.Resolve"/>
    internal IReadOnlyList<Recipient> Resolve(object value, CancellationToken stop)
    {
        var resolver = new RecipientResolver(_listener, _cmdlet, stop)
        {
            AskMembers = _mayAsk ? members => Namesakes.Ask(_node, members, stop) : null,
        };
        if (!_mayAsk || !resolver.IsName(value))
            return resolver.Resolve(value);
        using var subscription = _node.Members.Subscribe();
        var contact = resolver.FindContact(value);
        bool isWildcard = contact is null && WildcardPattern.ContainsWildcardCharacters(value.ToString());
        var wait = ExpectsAnswers() ? s_maxWait : TimeSpan.Zero;
        if (contact is not null && Questions(stop).Wait(contact) is var answerTime && answerTime > wait)
            wait = answerTime;
        if (wait <= TimeSpan.Zero)
            return resolver.Resolve(value);
        var deadline = new Deadline(wait);
        while (true)
        {
            try
            {
                // A wildcard means all matching members, so it waits for the last answer.
                if (!isWildcard || deadline.IsOver)
                    return resolver.Resolve(value);
            }
            catch (IpMsgException exception) when (
                exception.ErrorId is IpMsgErrorId.RecipientNotFound or IpMsgErrorId.ContactNotPresent && !deadline.IsOver)
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

    private ContactQuestions Questions(CancellationToken stop) => _questions ??= new ContactQuestions(_node, stop);

    // Answers to the entry of this member may still come.
    private bool ExpectsAnswers() => _node.Members.EnsureAnnounced() < s_maxWait;
}
