using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Names with wildcards, case-insensitive, matched against nickname, user, host, user@host or address.</summary>
internal sealed class NamePatterns
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    private readonly ContactNames? _contacts;
    private readonly string[] _texts;
    private readonly WildcardPattern[] _patterns;
    private readonly bool[] _arePlain;
    private readonly bool[] _hasMatched;

    /// <param name="texts">The names.</param>
    /// <param name="contacts">The contacts, whose names and groups match as well; null where they mean nothing.</param>
    internal NamePatterns(string[] texts, ContactNames? contacts = null)
    {
        _contacts = contacts;
        _texts = texts;
        _patterns = new WildcardPattern[texts.Length];
        _arePlain = new bool[texts.Length];
        _hasMatched = new bool[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            (_patterns[i], _arePlain[i]) = Read(texts[i]);
    }

    /// <summary>True when no pattern has wildcards and each has matched: no further member can match.</summary>
    internal bool AreAllFound => System.Array.TrueForAll(_hasMatched, each => each) && System.Array.TrueForAll(_arePlain, each => each);

    /// <summary>The names without wildcards that have not matched.</summary>
    internal string[] Missing
    {
        get
        {
            int index = -1;
            return System.Array.FindAll(_texts, _ => !_hasMatched[++index] && _arePlain[index]);
        }
    }

    internal bool Matches(Member member)
    {
        if (_contacts is not null)
            return MatchesAny(_contacts.NamesOf(member));
        string user = FingerprintName.Bare(member.UserName);
        return MatchesAny(member.NickName, user, member.UserName, member.HostName, user + "@" + member.HostName,
            member.EndPoint.Address.ToString(), member.EndPoint.ToString());
    }

    /// <summary>Matches a key by its user and host, and by the members that have these names now.</summary>
    internal bool Matches(KnownKey key, IReadOnlyList<Member> members)
    {
        bool isMatch = MatchesAny(_contacts?.NamesOf(key) ?? [key.UserName, key.HostName, KeyOwners.Text(key)]);
        // All members, so that every matching pattern is marked.
        foreach (var member in members)
            isMatch |= Matches(member);
        return isMatch;
    }

    internal bool Matches(IpMsgMessage message) => MatchesAny(_contacts!.NamesOf(message));

    internal bool MatchesAny(params string[] names)
    {
        bool isMatch = false;
        for (int i = 0; i < _patterns.Length; i++)
        {
            foreach (string name in names)
            {
                if (!_patterns[i].IsMatch(name))
                    continue;
                isMatch = _hasMatched[i] = true;
                break;
            }
        }
        return isMatch;
    }

    // An unmatched opening bracket is an invalid pattern, but a name can start with one: the text is literal then.
    private static (WildcardPattern Pattern, bool IsPlain) Read(string text)
    {
        var pattern = new WildcardPattern(text, Options);
        try
        {
            pattern.IsMatch("");
            return (pattern, !WildcardPattern.ContainsWildcardCharacters(text));
        }
        catch (WildcardPatternException)
        {
            return (new WildcardPattern(WildcardPattern.Escape(text), Options), true);
        }
    }
}
