using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Resolves recipients, searching the network first when that has not been done and a name makes it necessary.</summary>
internal sealed class RecipientSearch
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(1_600);

    private readonly Cmdlet _cmdlet;
    private readonly MemberNode _node;
    private readonly bool _mayAsk;

    /// <param name="cmdlet">For its verbose lines.</param>
    /// <param name="listener">Who asks.</param>
    /// <param name="mayAsk">False to make do with those who are known: with -WhatIf nothing goes out.</param>
    internal RecipientSearch(Cmdlet cmdlet, IpMsgListener listener, bool mayAsk)
    {
        _mayAsk = mayAsk;
        _cmdlet = cmdlet;
        _node = listener.Node;
    }

    /// <exception cref="IpMsgException">Nobody, or several where one was meant, or no such thing as a recipient.</exception>
    internal IReadOnlyList<Recipient> Resolve(object value, CancellationToken stop)
    {
        var resolver = new RecipientResolver(_node, stop);
        if (!_mayAsk || !RecipientResolver.IsName(value) || !HasNewcomersToExpect())
            return resolver.Resolve(value);
        using var subscription = _node.Members.Subscribe();
        bool isWildcard = WildcardPattern.ContainsWildcardCharacters(value.ToString());
        var deadline = new Deadline(s_longest);
        while (true)
        {
            try
            {
                // A wildcard means all who fit, so it waits for the last.
                if (!isWildcard || deadline.IsOver)
                    return resolver.Resolve(value);
            }
            catch (IpMsgException unknown) when (unknown.ErrorId == IpMsgErrorId.RecipientNotFound && !deadline.IsOver)
            {
                _cmdlet.WriteVerbose("Searching the network for '" + SafeText.Line(value.ToString()) + "'.");
            }
            subscription.TryTake(out _, deadline.Remaining, stop);
        }
    }

    private bool HasNewcomersToExpect() => _node.Members.EnsureAnnounced() < s_longest;
}
