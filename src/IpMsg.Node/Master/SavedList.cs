using System.Collections.Generic;
using System.Runtime.Serialization;

namespace IpMsg.Node.Master;

/// <summary>The stored form of a master's list.</summary>
[DataContract]
internal sealed class SavedList
{
    [DataMember(Name = "hosts", Order = 0)]
    public List<SavedListHost> Hosts { get; set; } = [];
}
