using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.PowerShell.Chat;

/// <summary>
/// With whom the conversation is: what Send-IpMsg -To accepts, or the group of members. A name means the same for what is sent and for
/// what is shown.
/// </summary>
internal sealed class ChatPartner
{
    private readonly IpMsgListener _listener;
    private readonly NamePatterns? _names;
    private readonly string? _group;
    private readonly object _to;
    private readonly HashSet<IPEndPoint> _seen = [];
    private readonly IReadOnlyList<Recipient> _known = [];

    private ChatPartner(IpMsgListener listener, string name, NamePatterns? names, string? group, object to)
    {
        _listener = listener;
        Name = SafeText.Line(name);
        _names = names;
        _group = group;
        _to = to;
    }

    /// <summary>The name for the prompt. Harmless.</summary>
    internal string Name { get; }

    /// <summary>Who is meant at the start, for display.</summary>
    internal IReadOnlyList<Recipient> Known
    {
        get => _known;
        private init
        {
            _known = value;
            _seen.UnionWith(value.Select(static each => each.EndPoint));
        }
    }

    /// <summary>Why nobody is there at the start; null when somebody is.</summary>
    internal IpMsgException? Absence { get; private init; }

    /// <summary>Finds a partner.</summary>
    /// <param name="name">A member, a contact, a group, wildcards, or an address.</param>
    /// <param name="listener">The listener of the conversation.</param>
    /// <param name="cmdlet">Writes warnings about names.</param>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="IpMsgException">Nobody has that name, or several members have it.</exception>
    internal static ChatPartner Find(string name, IpMsgListener listener, Cmdlet cmdlet, CancellationToken stop)
    {
        string plain = WildcardPattern.Unescape(name);
        // An address of IPv6 is in brackets, which Completion and objects escape.
        object to = EndPointIn(plain) ? plain : name;
        var names = new NamePatterns([name], ContactNames.Of(listener));
        try
        {
            var search = new RecipientSearch(cmdlet, listener, mayAsk: true);
            var expanded = search.Expand(to, stop);
            // Of a group of contacts, each answers for itself when something is sent.
            var known = expanded.Count == 1 && expanded[0] is string ? search.Resolve(expanded[0], stop) : [];
            return new ChatPartner(listener, plain, names, null, to) { Known = known };
        }
        catch (IpMsgException absent) when (absent.ErrorId == IpMsgErrorId.ContactNotPresent)
        {
            return new ChatPartner(listener, plain, names, null, to) { Absence = absent };
        }
        catch (IpMsgException unknown) when (unknown.ErrorId == IpMsgErrorId.RecipientNotFound && MembersOf(plain, listener).Count > 0)
        {
            var known = MembersOf(plain, listener).ConvertAll(static each => new Recipient(each.EndPoint, each.NickName));
            return new ChatPartner(listener, plain, null, plain, plain) { Known = known };
        }
    }

    /// <summary>True for a message of the partner.</summary>
    internal bool Wrote(IncomingMessage message)
    {
        var shown = new IpMsgMessage(message, _listener);
        return _names?.Matches(shown) ?? Same(shown.From.GroupName, _group!);
    }

    /// <summary>The recipients of now, for Send-IpMsg -To.</summary>
    /// <param name="newcomers">The members that have come to the group since the last call.</param>
    /// <exception cref="IpMsgException">No member of the group is left.</exception>
    internal object[] Recipients(out IReadOnlyList<Recipient> newcomers)
    {
        newcomers = [];
        if (_group is null)
            return [_to];
        var members = MembersOf(_group, _listener);
        if (members.Count == 0)
        {
            throw new IpMsgException(IpMsgErrorId.RecipientNotFound, "No member of the group '" + _group + "' is left.", _group,
                "Get-IpMsgMember -Refresh asks who is there.");
        }
        newcomers = [.. members.Where(each => _seen.Add(each.EndPoint)).Select(static each => new Recipient(each.EndPoint, each.NickName))];
        return [.. members.Select(static each => new IpMsgMember(each))];
    }

    private static bool EndPointIn(string text)
    {
        try
        {
            return IpMsg.Node.Transport.EndPointText.Parse(text, 0) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static List<Member> MembersOf(string group, IpMsgListener listener) =>
        listener.Node.Members.GetAll().Where(each => Same(each.GroupName, group)).ToList();

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
