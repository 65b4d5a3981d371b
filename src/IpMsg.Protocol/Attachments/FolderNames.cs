using System;
using System.Collections.Generic;
using System.Globalization;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Gives every entry of one folder a name of its own: the second <c>name.txt</c> becomes <c>name (2).txt</c>, and where the platform
/// ignores case <c>Name.txt</c> does too.
/// </summary>
public sealed class FolderNames
{
    private const int MaxTries = 100_000;

    private readonly NameRules _rules;
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, int> _numbers;

    /// <param name="rules">The platform's rules.</param>
    public FolderNames(NameRules rules)
    {
        _rules = rules;
        var comparer = rules.IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _taken = new HashSet<string>(comparer);
        _numbers = new Dictionary<string, int>(comparer);
    }

    /// <summary>The name, or the first free one like it, which is taken from now on; null when there is none.</summary>
    /// <param name="name">A safe name.</param>
    /// <param name="isFolder">True when a dot begins no extension.</param>
    /// <param name="exists">True for names that are in use already, as on disk.</param>
    public string? Reserve(string name, bool isFolder = false, Func<string, bool>? exists = null)
    {
        // Begun where it ended last time: a folder of ten thousand equal names would else be tried fifty million times.
        if (!_numbers.TryGetValue(name, out int number))
            number = 1;
        for (int tries = 0; tries < MaxTries; tries++, number++)
        {
            string candidate = number == 1 ? name : Numbered(name, number, isFolder);
            if (_taken.Contains(candidate) || exists?.Invoke(candidate) == true)
                continue;
            _taken.Add(candidate);
            _numbers[name] = number + 1;
            return candidate;
        }
        return null;
    }

    /// <summary>The name with a number ahead of its extension, cut where it would be too long.</summary>
    private string Numbered(string name, int number, bool isFolder) => NameLength.Fit(
        name, isFolder ? name.Length : NameLength.Extension(name), string.Format(CultureInfo.InvariantCulture, " ({0})", number), _rules);
}
