using System;
using System.Collections.Generic;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>
/// The names in one folder. Keeps 64 bits of each, because there can be a million. A collision only gives the second entry another name.
/// </summary>
/// <param name="rules">Decide which names are equal.</param>
internal sealed class UniqueEntryNames(NameRules rules)
{
    private readonly HashSet<ulong> _digests = [];
    private FolderNames? _numbered;

    /// <summary>Reserves the name or the first free numbered variant of it. Returns null when there is none.</summary>
    /// <param name="name">A safe name.</param>
    /// <param name="isFolder">True for a folder, whose name has no extension.</param>
    /// <param name="exists">Returns true for names on the disk, which may consider more names equal than the rules do.</param>
    internal string? Reserve(string name, bool isFolder, Func<string, bool>? exists = null)
    {
        if (exists is null && _digests.Add(DigestOf(name)))
            return name;
        _numbered ??= new FolderNames(rules);
        string? free = _numbered.Reserve(
            name, isFolder, candidate => _digests.Contains(DigestOf(candidate)) || exists?.Invoke(candidate) == true);
        if (free is not null)
            _digests.Add(DigestOf(free));
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
