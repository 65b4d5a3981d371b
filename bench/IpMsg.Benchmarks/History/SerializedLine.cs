using System.Runtime.Serialization;

namespace IpMsg.Benchmarks.History;

/// <summary>A message for the framework's serializer, with fewer properties than a line of the store.</summary>
[DataContract]
internal sealed class SerializedLine
{
    [DataMember(Order = 0)]
    public string ReceivedAt { get; set; } = "";

    [DataMember(Order = 1)]
    public string PacketNumber { get; set; } = "";

    [DataMember(Order = 2)]
    public string? Text { get; set; }

    [DataMember(Order = 3)]
    public bool IsEncrypted { get; set; }
}
