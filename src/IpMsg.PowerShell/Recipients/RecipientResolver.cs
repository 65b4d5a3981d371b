using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Resolves recipients to endpoints: from objects, addresses, endpoints, names and wildcards.</summary>
internal sealed class RecipientResolver
{
    private const int MaxNamed = 10;

    private static readonly TimeSpan s_lookupTimeout = TimeSpan.FromSeconds(5);

    private readonly MemberNode _node;
    private readonly Cmdlet _cmdlet;
    private readonly CancellationToken _stop;
    private readonly ContactNames _names;
    private readonly ContactRecipients _contacts;

    /// <param name="listener">The listener that knows the members and the contacts.</param>
    /// <param name="cmdlet">The command that the advice of errors repeats.</param>
    /// <param name="stop">Cancelled by Ctrl+C.</param>
    internal RecipientResolver(IpMsgListener listener, Cmdlet cmdlet, CancellationToken stop)
    {
        _node = listener.Node;
        _names = ContactNames.Of(listener);
        _contacts = new ContactRecipients(_names, _node, cmdlet);
        _cmdlet = cmdlet;
        _stop = stop;
    }

    /// <summary>
    /// Asks members that have proved nothing, and have the name of one that has, for an answer; null to ask nobody.
    /// </summary>
    internal Action<Member[]>? AskMembers { get; init; }

    /// <summary>The contact that a value means; null for anything else.</summary>
    internal Contact? FindContact(object value) => _contacts.Find(value);

    /// <inheritdoc cref="ContactRecipients.Expand"/>
    internal IReadOnlyList<object> Expand(object value) => _contacts.Expand(value);

    /// <summary>True when only the list of members can resolve the value.</summary>
    internal bool IsName(object value) => _contacts.Find(value) is { } contact ? contact.HasIdentity
        : RecipientReader.Read(value, 0, out _) is null && TryEndPoint(value.ToString(), 0) is null && !IsHostName(value.ToString());

    /// <summary>True for an address, an endpoint, and a name of a known member. Asks no DNS server.</summary>
    internal bool IsRecipient(string text)
    {
        string name = text.Trim();
        return TryEndPoint(name, 0) is not null || name.Length > 0 && (_contacts.Find(name) is not null
            || _names.Book.InGroup(name).Any() || _node.Members.GetAll().Any(member => IsCalled(member, name)));
    }

    /// <summary>The recipients that a value stands for; one, unless it has wildcards.</summary>
    /// <exception cref="IpMsgException">There is none, or the name is ambiguous, or the value cannot be a recipient.</exception>
    internal IReadOnlyList<Recipient> Resolve(object value)
    {
        if (_contacts.Find(value) is { } contact)
            return [OfContact(contact)];
        if (RecipientReader.Read(value, _node.StandardPort, out bool isGuess) is { } direct)
            return [isGuess ? AtAddress(direct) : direct];
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is not string text || text.Trim().Length == 0)
            throw new IpMsgException(IpMsgErrorId.InvalidRecipient, "'" + value + "' cannot be a recipient.", value,
                "Give a member, a message, a name, an address, or an endpoint such as 192.168.1.5:2425.");
        return ResolveText(text.Trim());
    }

    private IReadOnlyList<Recipient> ResolveText(string text)
    {
        if (EndPointText.TryReadAddress(text) is { } address)
            return [AtAddress(new Recipient(new IPEndPoint(address, _node.StandardPort), text))];
        if (TryEndPoint(text, _node.StandardPort) is { } endPoint)
            return [new Recipient(endPoint, text)];
        _contacts.RequireNames();
        var members = _node.Members.GetAll();
        if (WildcardPattern.ContainsWildcardCharacters(text))
        {
            var pattern = new NamePatterns([text], _names);
            var fitting = members.Where(pattern.Matches).ToArray();
            return fitting.Length > 0 ? Array.ConvertAll(fitting, ToRecipient) : throw NotFound(text, members);
        }
        // Completion escapes wildcard characters in names.
        text = WildcardPattern.Unescape(text);
        var named = WithProof(text, members.Where(member => IsCalled(member, text)).ToArray());
        return named.Length switch
        {
            1 => [ToRecipient(named[0])],
            > 1 => throw Ambiguous(text, named),
            _ => IsHostName(text) ? [LookUp(text)] : throw NotFound(text, members),
        };
    }

    private Recipient OfContact(Contact contact)
    {
        var members = WithProof(contact.Name, _contacts.MembersOf(contact));
        if (members.Length > 1)
            throw Ambiguous(contact.Name, members);
        var found = members.Length == 1 ? ToRecipient(members[0])
            : contact.HasIdentity ? throw _contacts.NotPresent(contact)
            : AtFirstAddress(contact);
        var recipient = found with { Name = contact.Name, Contact = contact };
        _contacts.Tell(contact, recipient);
        return recipient;
    }

    // Nobody is known at any of the addresses. An address without names means whoever is there.
    private Recipient AtFirstAddress(Contact contact)
    {
        var first = contact.Places.First();
        return first.Address is not { } address ? LookUp(contact.Addresses[0])
            : first.Port > 0 ? new Recipient(new IPEndPoint(address, first.Port), contact.Name)
            : AtAddress(new Recipient(new IPEndPoint(address, _node.StandardPort), contact.Name));
    }

    // Anybody can announce members under the name of another one. They do not hide a member that has answered, or whose key is pinned.
    private Member[] WithProof(string name, Member[] named)
    {
        if (named.Length < 2 || Array.TrueForAll(named, IsProved) || !Array.Exists(named, IsProved))
            return named;
        // Without a question nobody knows which of them exist.
        if (AskMembers is null && Array.Exists(named, each => !IsProved(each) && Namesakes.MayAnswer(each, _node.Members.Count)))
            return named;
        AskMembers?.Invoke(Array.FindAll(named, each => !IsProved(each)));
        var now = Array.ConvertAll(named, each => _node.Members.Find(each.EndPoint) ?? each);
        var proved = Array.FindAll(now, IsProved);
        if (proved.Length is 0 || proved.Length == named.Length)
            return now;
        int others = named.Length - proved.Length;
        _cmdlet.WriteWarning(SafeText.Line(
            "'" + name + "' is also the name of " + others + (others == 1 ? " member that does" : " members that do")
            + " not answer. Meant is " + Text(proved) + "; give user@host or the endpoint for another one."));
        return proved;
    }

    private bool IsProved(Member member) => member.IsReached || _node.Keys.Find(member.UserName, member.HostName) is not null;

    // An address without a port means the member at it. Two members at one address need the port.
    private Recipient AtAddress(Recipient guess)
    {
        var atAddress = _node.Members.GetAll().Where(member => member.EndPoint.Address.Equals(guess.EndPoint.Address)).ToArray();
        if (atAddress.Any(member => member.EndPoint.Port == guess.EndPoint.Port))
            return guess;
        return atAddress.Length switch
        {
            0 => guess with { IsGuess = true },
            1 => ToRecipient(atAddress[0]),
            _ => throw Ambiguous(guess.Name, atAddress),
        };
    }

    // DNS resolves only names with a dot or a port: a mistyped nickname must not be sent to a DNS server.
    private static bool IsHostName(string? text) => text is not null
        && (text.Equals("localhost", StringComparison.OrdinalIgnoreCase) || text.IndexOf('.') > 0 || text.IndexOf(':') > 0)
        && Uri.CheckHostName(SplitPort(text, 0).Host) == UriHostNameType.Dns;

    private static (string Host, int Port) SplitPort(string text, int standardPort)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.Substring(colon + 1), out ushort port)
            ? (text.Substring(0, colon), port)
            : (text, standardPort);
    }

    private Recipient LookUp(string text)
    {
        var (host, port) = SplitPort(text, 0);
        try
        {
            var search = Dns.GetHostAddressesAsync(host);
            if (!search.Wait((int)s_lookupTimeout.TotalMilliseconds, _stop))
                throw NotFound(text, _node.Members.GetAll());
            var addresses = search.Result;
            var address = addresses.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            if (address is null)
                throw NotFound(text, _node.Members.GetAll());
            return port > 0
                ? new Recipient(new IPEndPoint(address, port), text)
                : AtAddress(new Recipient(new IPEndPoint(address, _node.StandardPort), text));
        }
        catch (AggregateException failure) when (failure.InnerException is SocketException)
        {
            throw NotFound(text, _node.Members.GetAll());
        }
    }

    private bool IsCalled(Member member, string name) => HasName(member, name)
        && (_names.Book.All.Count == 0 || Array.Exists(_names.NamesOf(member), each => Same(each, name)));

    private static bool HasName(Member member, string name) =>
        Same(member.NickName, name) || Same(FingerprintName.Bare(member.UserName), name)
        || Same(member.UserName, name) || Same(member.HostName, name)
        || Same(FingerprintName.Bare(member.UserName) + "@" + member.HostName, name);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static Recipient ToRecipient(Member member) => new(member.EndPoint, member.NickName);

    private static IPEndPoint? TryEndPoint(string? text, int standardPort)
    {
        try
        {
            return text is null ? null : EndPointText.Parse(text, standardPort);
        }
        catch (FormatException)
        {
            // It is a name.
            return null;
        }
    }

    private IpMsgException NotFound(string name, IReadOnlyList<Member> members)
    {
        if (NameHint.FindGroup(name, members) is var (group, count))
        {
            return new IpMsgException(IpMsgErrorId.RecipientNotFound,
                "'" + name + "' is a group (" + count + (count == 1 ? " member" : " members") + "), and no member has that name.", name,
                SuggestedLine.ForGroup(group, _cmdlet));
        }
        if (LooksLikeAddress(name))
        {
            return new IpMsgException(IpMsgErrorId.RecipientNotFound,
                "'" + name + "' is not an address, and no member has that name.", name,
                "An address is like 192.168.1.7, and with a port, up to 65535, like 192.168.1.7:2426.");
        }
        return new IpMsgException(IpMsgErrorId.RecipientNotFound,
            "Nobody answers to the name '" + name + "'." + NameHint.OfMember(name, members), name,
            "Get-IpMsgMember -Refresh asks who is there; an address works too.");
    }

    // Digits with dots or colons, such as 10.0.0.300, 10.0.0 or 10.0.0.0/24.
    private static bool LooksLikeAddress(string name) =>
        name.IndexOfAny(['.', ':']) > 0 && name.All(static each => each is >= '0' and <= '9' or '.' or ':' or '/');

    private static IpMsgException Ambiguous(string name, Member[] candidates) => new(IpMsgErrorId.RecipientAmbiguous,
        "'" + name + "' fits several members: "
        + Text(candidates) + ".", name, "Give user@host or the endpoint of the one you mean, or a wildcard for all.");

    private static string Text(Member[] members) =>
        string.Join("; ", members.Take(MaxNamed).Select(each => each.ToString())) + (members.Length > MaxNamed ? "; …" : "");
}
