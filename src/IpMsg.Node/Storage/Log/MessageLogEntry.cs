using System.Runtime.Serialization;

namespace IpMsg.Node.Storage.Log;

/// <summary>A line of the log. The names are those of the message objects, so that a log is read with ConvertFrom-Json and the same scripts.</summary>
[DataContract]
internal sealed class MessageLogEntry
{
    [DataMember(Order = 0)]
    public string ReceivedAt { get; set; } = "";

    [DataMember(Order = 1)]
    public MessageLogSender From { get; set; } = new();

    [DataMember(Order = 2)]
    public string PacketNumber { get; set; } = "";

    /// <summary>Null, and then absent, when the sender wants it not logged (R56).</summary>
    [DataMember(Order = 3, EmitDefaultValue = false)]
    public string? Text { get; set; }

    [DataMember(Order = 4)]
    public bool IsSealed { get; set; }

    [DataMember(Order = 5)]
    public bool IsLocked { get; set; }

    [DataMember(Order = 6)]
    public bool NoLog { get; set; }

    [DataMember(Order = 7)]
    public bool IsBroadcast { get; set; }

    [DataMember(Order = 8)]
    public bool IsAutomatic { get; set; }

    [DataMember(Order = 9)]
    public bool IsEncrypted { get; set; }

    /// <summary>Null, and then absent, when it offers nothing.</summary>
    [DataMember(Order = 10, EmitDefaultValue = false)]
    public MessageLogAttachment[]? Attachments { get; set; }
}
