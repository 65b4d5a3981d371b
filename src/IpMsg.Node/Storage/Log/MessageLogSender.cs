using System.Runtime.Serialization;

namespace IpMsg.Node.Storage.Log;

/// <summary>Who sent a logged message.</summary>
[DataContract]
internal sealed class MessageLogSender
{
    [DataMember(Order = 0)]
    public string UserName { get; set; } = "";

    [DataMember(Order = 1)]
    public string HostName { get; set; } = "";

    [DataMember(Order = 2)]
    public string NickName { get; set; } = "";

    [DataMember(Order = 3)]
    public string GroupName { get; set; } = "";

    [DataMember(Order = 4)]
    public string Address { get; set; } = "";

    [DataMember(Order = 5)]
    public int Port { get; set; }
}
