using System.Runtime.Serialization;

namespace IpMsg.Node.Storage.Log;

/// <summary>
/// A file that a logged message offers, with all that is needed to fetch it. Flat, and with the names of the attachment objects, so that
/// one read from a log is as good as one from a message.
/// </summary>
[DataContract]
internal sealed class MessageLogAttachment
{
    /// <summary>As it was sent, for whoever fetches it makes it safe. Absent, as all but what it is and its ids, when nothing is to be logged (R56).</summary>
    [DataMember(Order = 0, EmitDefaultValue = false)]
    public string? Name { get; set; }

    [DataMember(Order = 1)]
    public string Kind { get; set; } = "";

    [DataMember(Order = 2)]
    public long Size { get; set; }

    [DataMember(Order = 3, EmitDefaultValue = false)]
    public string? LastWriteTime { get; set; }

    [DataMember(Order = 4)]
    public long Id { get; set; }

    /// <summary>Of the message that offers it.</summary>
    [DataMember(Order = 5)]
    public string PacketNumber { get; set; } = "";

    [DataMember(Order = 6, EmitDefaultValue = false)]
    public string? Address { get; set; }

    [DataMember(Order = 7, EmitDefaultValue = false)]
    public int? Port { get; set; }

    /// <summary>Ours, under which the sender knows us and will give it to us (R84).</summary>
    [DataMember(Order = 8, EmitDefaultValue = false)]
    public string? UserName { get; set; }

    [DataMember(Order = 9, EmitDefaultValue = false)]
    public string? HostName { get; set; }

    /// <summary>Ours, when we are bound to one alone.</summary>
    [DataMember(Order = 10, EmitDefaultValue = false)]
    public string? LocalAddress { get; set; }

    [DataMember(Order = 11, EmitDefaultValue = false)]
    public bool? IsUtf8 { get; set; }

    /// <summary>Where an image stands in the text (R94).</summary>
    [DataMember(Order = 12, EmitDefaultValue = false)]
    public int? Position { get; set; }
}
