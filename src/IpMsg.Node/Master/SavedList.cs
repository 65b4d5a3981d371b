using System.Collections.Generic;
using System.IO;
using System.Runtime.Serialization;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>The stored form of a master's list.</summary>
[DataContract]
internal sealed class SavedList
{
    // 16,384 members with names of up to 256 characters.
    private const int MaxBytes = 1 << 26;

    // Versions follow the UNIX time, and have room to rise.
    private const long MaxVersion = 1L << 40;

    [DataMember(Name = "hosts", Order = 0)]
    public List<SavedListHost?> Hosts { get; set; } = [];

    [DataMember(Name = "version", Order = 1)]
    public long Version { get; set; }

    /// <summary>The valid members in a file, and the version of their list; none and 0 for a file that is missing or damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.UnauthorizedAccessException">Access is denied.</exception>
    internal static (IReadOnlyList<SavedHost> Hosts, long Version) Read(string path)
    {
        var valid = new List<SavedHost>();
        if (!File.Exists(path) || JsonFile<SavedList>.Read(AtomicFile.Read(path, MaxBytes)) is not { Hosts: { } hosts } list)
            return (valid, 0);
        foreach (var host in hosts)
        {
            if (host?.Read() is { } saved)
                valid.Add(saved);
        }
        return (valid, list.Version is > 0 and < MaxVersion ? list.Version : 0);
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="System.UnauthorizedAccessException">Access is denied.</exception>
    internal static void Write(string path, IEnumerable<SavedHost> hosts, long version)
    {
        var list = new SavedList { Version = version };
        foreach (var host in hosts)
            list.Hosts.Add(SavedListHost.Of(host));
        AtomicFile.Replace(path, JsonFile<SavedList>.Write(list));
    }
}
