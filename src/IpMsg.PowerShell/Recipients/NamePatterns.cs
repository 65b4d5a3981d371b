using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Names with wildcards, case-insensitive, compared with nickname, user, host, user@host or address.</summary>
internal sealed class NamePatterns
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    private readonly string[] _texts;
    private readonly WildcardPattern[] _patterns;
    private readonly bool[] _arePlain;
    private readonly bool[] _hasFitted;

    internal NamePatterns(string[] texts)
    {
        _texts = texts;
        _patterns = new WildcardPattern[texts.Length];
        _arePlain = new bool[texts.Length];
        _hasFitted = new bool[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            (_patterns[i], _arePlain[i]) = Read(texts[i]);
    }

    /// <summary>True when no pattern has wildcards and each has fitted something: no further member can fit.</summary>
    internal bool AreAllFound => System.Array.TrueForAll(_hasFitted, each => each) && System.Array.TrueForAll(_arePlain, each => each);

    /// <summary>The names without wildcards that have fitted nothing.</summary>
    internal string[] Missing
    {
        get
        {
            int index = -1;
            return System.Array.FindAll(_texts, _ => !_hasFitted[++index] && _arePlain[index]);
        }
    }

    internal bool Matches(Member member) =>
        MatchesAny(member.NickName, FingerprintName.Bare(member.UserName), member.UserName, member.HostName, FingerprintName.Bare(member.UserName) + "@" + member.HostName, member.EndPoint.Address.ToString(), member.EndPoint.ToString());

    /// <summary>Fits a key by its user and host, and by the members that have these names now.</summary>
    internal bool Matches(KnownKey key, IReadOnlyList<Member> members)
    {
        bool fits = MatchesAny(key.UserName, key.HostName, KeyOwners.Text(key));
        // All members, so that every pattern that fits is marked.
        foreach (var member in members)
            fits |= Matches(member);
        return fits;
    }

    internal bool Matches(IpMsgSender sender) =>
        MatchesAny(sender.NickName, sender.UserName, sender.HostName, sender.UserName + "@" + sender.HostName, sender.Address.ToString(), sender.EndPoint.ToString());

    internal bool MatchesAny(params string[] names)
    {
        bool fits = false;
        for (int i = 0; i < _patterns.Length; i++)
        {
            foreach (string name in names)
            {
                if (!_patterns[i].IsMatch(name))
                    continue;
                fits = _hasFitted[i] = true;
                break;
            }
        }
        return fits;
    }

    // An unmatched opening bracket is no valid pattern, but a name may begin with one: then the text stands for itself.
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
