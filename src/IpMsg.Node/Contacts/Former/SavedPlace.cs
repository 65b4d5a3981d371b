using System;
using System.Globalization;
using System.Net;
using System.Runtime.Serialization;

namespace IpMsg.Node.Contacts.Former;

/// <summary>The stored form of an endpoint, and when it was reached last.</summary>
[DataContract]
internal sealed class SavedPlace
{
    [DataMember(Name = "address", Order = 0)]
    public string? Address { get; set; }

    [DataMember(Name = "port", Order = 1)]
    public int Port { get; set; }

    [DataMember(Name = "reached", Order = 2)]
    public string? Reached { get; set; }

    internal static SavedPlace Of(IPEndPoint place, DateTimeOffset reached) => new()
    {
        Address = place.Address.ToString(),
        Port = place.Port,
        Reached = reached.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    /// <summary>Null when a value is not valid.</summary>
    internal (IPEndPoint Place, DateTimeOffset Reached)? Read() =>
        IPAddress.TryParse(Address ?? "", out var address) && Port is > 0 and <= IPEndPoint.MaxPort
        && DateTimeOffset.TryParse(Reached, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var reached)
            ? (new IPEndPoint(address, Port), reached)
            : null;
}
