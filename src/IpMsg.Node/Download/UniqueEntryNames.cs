using System;
using System.Collections.Generic;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>
/// The names that are taken in one folder. Of a name only 64 bits are kept: there may be a million of them. Two names that meet in these
/// bits by chance, or by somebody's effort, cost the second one its name and nothing else.
/// </summary>
/// <param name="rules">Which names are the same.</param>
internal sealed class UniqueEntryNames(NameRules rules)
{
    private readonly HashSet<ulong> _taken = [];
    private FolderNames? _numbered;

    /// <summary>The name, or one like it that is free; null when there is none.</summary>
    /// <param name="name">A safe name.</param>
    /// <param name="isFolder">True when a dot begins no extension.</param>
    /// <param name="exists">Names on the disk: asked for only where the name turned out to be one, since a disk may be pickier than the rules.</param>
    internal string? Reserve(string name, bool isFolder, Func<string, bool>? exists = null)
    {
        if (exists is null && _taken.Add(DigestOf(name)))
            return name;
        _numbered ??= new FolderNames(rules);
        string? free = _numbered.Reserve(name, isFolder, candidate => _taken.Contains(DigestOf(candidate)) || exists?.Invoke(candidate) == true);
        if (free is not null)
            _taken.Add(DigestOf(free));
        return free;
    }

    // FNV-1a.
    private ulong DigestOf(string name)
    {
        ulong digest = 0xCBF29CE484222325;
        foreach (char each in name)
            digest = (digest ^ (rules.IgnoresCase ? char.ToUpperInvariant(each) : each)) * 0x100000001B3;
        return digest;
    }
}
