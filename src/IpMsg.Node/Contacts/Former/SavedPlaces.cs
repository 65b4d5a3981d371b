using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.Serialization;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;

namespace IpMsg.Node.Contacts.Former;

/// <summary>The file of the endpoints that listeners of a user have reached.</summary>
[DataContract]
internal sealed class SavedPlaces
{
    // Far more than MaxPlaces take.
    private const int MaxBytes = 1 << 20;

    /// <summary>The maximum number of endpoints; those that were reached last stay.</summary>
    internal const int MaxPlaces = 1_024;

    /// <summary>How long an endpoint is kept that nobody reaches.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    [DataMember(Name = "places", Order = 0)]
    public List<SavedPlace?> Places { get; set; } = [];

    /// <summary>The valid endpoints in a file; empty for a file that is missing or damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static Dictionary<IPEndPoint, DateTimeOffset> Read(string path)
    {
        var valid = new Dictionary<IPEndPoint, DateTimeOffset>();
        if (!File.Exists(path) || JsonFile<SavedPlaces>.Read(AtomicFile.Read(path, MaxBytes)) is not { Places: { } places })
            return valid;
        foreach (var each in places)
        {
            if (each?.Read() is { } saved)
                valid[saved.Place] = saved.Reached;
        }
        return valid;
    }

    /// <summary>Writes the newest endpoints, without those that are too old.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static void Write(string path, IEnumerable<KeyValuePair<IPEndPoint, DateTimeOffset>> places, DateTimeOffset now)
    {
        var kept = places.Where(each => now - each.Value < MaxAge).OrderByDescending(static each => each.Value).Take(MaxPlaces);
        AtomicFile.Replace(path, JsonFile<SavedPlaces>.Write(
            new SavedPlaces { Places = [.. kept.Select(static each => SavedPlace.Of(each.Key, each.Value))] }));
    }
}
