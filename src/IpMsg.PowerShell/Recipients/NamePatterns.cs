using System.Management.Automation;
using IpMsg.Protocol;

namespace IpMsg.PowerShell;

/// <summary>Names as people type them: with wildcards, letter case aside, fitting nickname, user, host or address.</summary>
internal sealed class NamePatterns
{
    private readonly string[] _texts;
    private readonly WildcardPattern[] _patterns;
    private readonly bool[] _hasFitted;

    internal NamePatterns(string[] texts)
    {
        _texts = texts;
        _patterns = new WildcardPattern[texts.Length];
        _hasFitted = new bool[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            _patterns[i] = new WildcardPattern(texts[i], WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
    }

    /// <summary>True when none has wildcards and each has fitted something: there is no more to wait for.</summary>
    internal bool AreAllFound
    {
        get
        {
            for (int i = 0; i < _texts.Length; i++)
            {
                if (!_hasFitted[i] || WildcardPattern.ContainsWildcardCharacters(_texts[i]))
                    return false;
            }
            return true;
        }
    }

    /// <summary>The plain names that have fitted nothing.</summary>
    internal string[] Missing
    {
        get
        {
            int index = 0;
            return System.Array.FindAll(_texts, text => !_hasFitted[index++] && !WildcardPattern.ContainsWildcardCharacters(text));
        }
    }

    internal bool Fit(Member member) =>
        FitAny(member.NickName, member.UserName, member.HostName, member.EndPoint.Address.ToString(), member.EndPoint.ToString());

    internal bool Fit(IpMsgSender sender) =>
        FitAny(sender.NickName, sender.UserName, sender.HostName, sender.Address.ToString(), sender.EndPoint.ToString());

    internal bool FitAny(params string[] names)
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
}
