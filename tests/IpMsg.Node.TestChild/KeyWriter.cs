using System;
using System.Globalization;
using System.Net;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.TestChild;

/// <summary>
/// Opens the own keys of a folder, when told to start, and prints them; then writes known keys, again and again, until it is killed.
/// </summary>
internal static class KeyWriter
{
    internal static void Run(string path, int members)
    {
        Console.WriteLine("ready");
        Console.ReadLine();
        var folder = UserFolder.Locate(path);
        var own = new OwnKeyStore(folder, isNamed: true).Open();
        Console.WriteLine(own.Usual!.Public.Fingerprint + " " + own.Older!.Public.Fingerprint);
        var store = new KnownKeyStore(folder);
        for (int i = 0; members > 0; i++)
        {
            store.Keep(new KnownKey("user", "HOST-" + i % members, own.Older.Public, (Capabilities)(i / members), DateTimeOffset.UnixEpoch,
                IPAddress.Loopback));
            Console.WriteLine(i.ToString(CultureInfo.InvariantCulture));
        }
    }
}
