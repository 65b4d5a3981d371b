using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>The stored form of the versions that a user has had, one for each key of a master.</summary>
[DataContract]
internal sealed class SavedVersions
{
    private const int MaxMasters = 16, MaxBytes = 1 << 16;

    [DataMember(Name = "masters", Order = 0)]
    public List<SavedVersion?> Masters { get; set; } = [];

    /// <summary>The versions in a file, the latest last; none for a file that is missing or damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.UnauthorizedAccessException">Access is denied.</exception>
    internal static IReadOnlyList<KeptVersion> Read(string path) =>
        File.Exists(path) && JsonFile<SavedVersions>.Read(AtomicFile.Read(path, MaxBytes)) is { Masters: { } masters }
            ? [.. masters.Where(static each => each is { Digits.Length: > 0 })
                .Select(static each => new KeptVersion(each!.Digits, each.Version))]
            : [];

    /// <summary>Adds a version to a file, unless the file has a higher one for this key: another process may use the same master.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static void Add(string path, KeptVersion version)
    {
        var known = Read(path);
        long highest = known.Where(each => each.Digits == version.Digits).Select(static each => each.Version)
            .Append(version.Version).Max();
        var others = known.Where(each => each.Digits != version.Digits).Reverse().Take(MaxMasters - 1).Reverse();
        var saved = new SavedVersions();
        foreach (var each in others.Append(version with { Version = highest }))
            saved.Masters.Add(new SavedVersion { Digits = each.Digits, Version = each.Version });
        AtomicFile.Replace(path, JsonFile<SavedVersions>.Write(saved));
    }
}

/// <summary>The stored form of a version.</summary>
[DataContract]
internal sealed class SavedVersion
{
    [DataMember(Name = "key", Order = 0)]
    public string Digits { get; set; } = "";

    [DataMember(Name = "version", Order = 1)]
    public long Version { get; set; }
}
