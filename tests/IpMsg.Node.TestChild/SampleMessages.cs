using System;
using System.Net;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.TestChild;

/// <summary>Messages as a node would hand them to its log.</summary>
internal static class SampleMessages
{
    internal static IncomingMessage Message(string text, string number = "1700000001", MessageFlags flags = MessageFlags.SendCheck,
        DateTimeOffset? receivedAt = null) =>
        new(new IPEndPoint(IPAddress.Parse("10.1.2.3"), 2425), "suzuki", "PC-7", number, 0, flags)
        {
            RawText = text,
            ReceivedAt = receivedAt ?? DateTimeOffset.UtcNow,
        };
}
