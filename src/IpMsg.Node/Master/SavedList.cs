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

    [DataMember(Name = "hosts", Order = 0)]
    public List<SavedListHost?> Hosts { get; set; } = [];

    /// <summary>The valid members in a file; empty for a file that is missing or damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.UnauthorizedAccessException">Access is denied.</exception>
    internal static IReadOnlyList<SavedHost> Read(string path)
    {
        var valid = new List<SavedHost>();
        if (!File.Exists(path) || JsonFile<SavedList>.Read(AtomicFile.Read(path, MaxBytes)) is not { Hosts: { } hosts })
            return valid;
        foreach (var host in hosts)
        {
            if (host?.Read() is { } saved)
                valid.Add(saved);
        }
        return valid;
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="System.UnauthorizedAccessException">Access is denied.</exception>
    internal static void Write(string path, IEnumerable<SavedHost> hosts)
    {
        var list = new SavedList();
        foreach (var host in hosts)
            list.Hosts.Add(SavedListHost.Of(host));
        AtomicFile.Replace(path, JsonFile<SavedList>.Write(list));
    }
}
