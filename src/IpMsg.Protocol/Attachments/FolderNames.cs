using System;
using System.Collections.Generic;
using System.Globalization;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Gives every entry of a folder a unique name: the second <c>name.txt</c> becomes <c>name (2).txt</c>. <c>Name.txt</c> does too where the
/// platform ignores case.
/// </summary>
public sealed class FolderNames
{
    private const int MaxTries = 100_000;

    private readonly NameRules _rules;
    private readonly HashSet<string> _reserved;
    private readonly Dictionary<string, int> _numbers;

    /// <param name="rules">The platform's name rules.</param>
    public FolderNames(NameRules rules)
    {
        _rules = rules;
        var comparer = rules.IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _reserved = new HashSet<string>(comparer);
        _numbers = new Dictionary<string, int>(comparer);
    }

    /// <summary>Reserves the name or the first free numbered variant of it. Returns null when there is none.</summary>
    /// <param name="name">A safe name.</param>
    /// <param name="isFolder">True for a folder, whose name has no extension.</param>
    /// <param name="exists">Returns true for names that exist already, for example on disk.</param>
    public string? Reserve(string name, bool isFolder = false, Func<string, bool>? exists = null)
    {
        // Counting continues from the last number: from 2 on, ten thousand equal names would need fifty million tries.
        if (!_numbers.TryGetValue(name, out int number))
            number = 1;
        for (int tries = 0; tries < MaxTries; tries++, number++)
        {
            string candidate = number == 1 ? name : Numbered(name, number, isFolder);
            if (_reserved.Contains(candidate) || exists?.Invoke(candidate) == true)
                continue;
            _reserved.Add(candidate);
            _numbers[name] = number + 1;
            return candidate;
        }
        return null;
    }

    /// <summary>The name with a number before its extension, shortened when too long.</summary>
    private string Numbered(string name, int number, bool isFolder) => NameLength.Fit(
        name, isFolder ? name.Length : NameLength.Extension(name), string.Format(CultureInfo.InvariantCulture, " ({0})", number), _rules);
}
