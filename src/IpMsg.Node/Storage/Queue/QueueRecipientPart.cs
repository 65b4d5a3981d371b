using System;
using System.Net;
using System.Runtime.Serialization;
using IpMsg.Node.Transport;

namespace IpMsg.Node.Storage.Queue;

/// <summary>The stored form of a recipient.</summary>
[DataContract]
internal sealed class QueueRecipientPart
{
    [DataMember(Name = "name", Order = 0)]
    public string? Name { get; set; }

    [DataMember(Name = "contact", Order = 1, EmitDefaultValue = false)]
    public string? Contact { get; set; }

    [DataMember(Name = "user", Order = 2, EmitDefaultValue = false)]
    public string? UserName { get; set; }

    [DataMember(Name = "host", Order = 3, EmitDefaultValue = false)]
    public string? HostName { get; set; }

    [DataMember(Name = "fingerprint", Order = 4, EmitDefaultValue = false)]
    public string? Fingerprint { get; set; }

    [DataMember(Name = "place", Order = 5, EmitDefaultValue = false)]
    public string? Place { get; set; }

    internal static QueueRecipientPart Of(QueueRecipient to) => new()
    {
        Name = to.Name,
        Contact = to.Contact,
        UserName = to.UserName,
        HostName = to.HostName,
        Fingerprint = to.Fingerprint,
        Place = to.Place?.ToString(),
    };

    /// <summary>Returns null when nobody is meant.</summary>
    internal QueueRecipient? Read()
    {
        IPEndPoint? place;
        try
        {
            place = Place is null ? null : EndPointText.Parse(Place, NodeOptions.StandardPort);
        }
        catch (FormatException)
        {
            return null;
        }
        if (UserName is null && HostName is null && place is null)
            return null;
        return new QueueRecipient(Name ?? UserName ?? HostName ?? place!.ToString())
        {
            Contact = Contact,
            UserName = UserName,
            HostName = HostName,
            Fingerprint = Fingerprint,
            Place = place,
        };
    }
}
