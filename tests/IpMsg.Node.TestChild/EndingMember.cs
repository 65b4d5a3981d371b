using System;
using System.Globalization;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.TestChild;

/// <summary>A member that ends with its process: when its input ends, or by a signal.</summary>
internal static class EndingMember
{
    internal static void Run(string port, string witness)
    {
        var node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Loopback,
            Port = int.Parse(port, CultureInfo.InvariantCulture),
            BroadcastTargets = [new IPEndPoint(IPAddress.Loopback, int.Parse(witness, CultureInfo.InvariantCulture))],
            Encryption = EncryptionPolicy.Off,
        });
        ProcessEndings.Register(node.Stop);
        Console.WriteLine("ready");
        Console.ReadLine();
    }
}
