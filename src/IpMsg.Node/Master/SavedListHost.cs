using System.Net;
using System.Runtime.Serialization;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Master;

/// <summary>The stored form of a member; the names are short because there are thousands.</summary>
[DataContract]
internal sealed class SavedListHost
{
    [DataMember(Name = "u", Order = 0)]
    public string User { get; set; } = "";

    [DataMember(Name = "h", Order = 1)]
    public string Host { get; set; } = "";

    [DataMember(Name = "s", Order = 2)]
    public long Status { get; set; }

    [DataMember(Name = "a", Order = 3)]
    public string Address { get; set; } = "";

    [DataMember(Name = "p", Order = 4)]
    public int Port { get; set; }

    [DataMember(Name = "n", Order = 5, EmitDefaultValue = false)]
    public string? Nick { get; set; }

    [DataMember(Name = "g", Order = 6, EmitDefaultValue = false)]
    public string? Group { get; set; }

    [DataMember(Name = "v", Order = 7, EmitDefaultValue = false)]
    public string? Version { get; set; }

    [DataMember(Name = "m", Order = 8)]
    public int Prefix { get; set; }

    [DataMember(Name = "o", Order = 9, EmitDefaultValue = false)]
    public long PollNumber { get; set; }

    internal static SavedListHost Of(SavedHost host) => new()
    {
        User = host.Entry.User,
        Host = host.Entry.Host,
        Status = (long)host.Entry.Status,
        Address = host.Entry.EndPoint.Address.ToString(),
        Port = host.Entry.EndPoint.Port,
        Nick = host.Entry.Nick,
        Group = host.Entry.Group,
        Version = host.Entry.Version,
        Prefix = host.Segment.Prefix,
        PollNumber = host.PollNumber,
    };

    /// <summary>Null when a value is not valid.</summary>
    internal SavedHost? Read()
    {
        if (!IPAddress.TryParse(Address ?? "", out var address) || Port is <= 0 or > IPEndPoint.MaxPort
            || string.IsNullOrEmpty(User) || string.IsNullOrEmpty(Host) || Segment.Of(address, Prefix) is not { } segment)
            return null;
        var entry = new HostListEntry(User, Host, (EntryFlags)Status, new IPEndPoint(address, Port), Nick ?? "", Group ?? "")
        {
            Version = Version,
        };
        return new SavedHost(entry, segment, PollNumber);
    }
}
