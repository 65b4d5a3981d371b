using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace IpMsg.Benchmarks.Members;

/// <summary>Entries as the clients of an office send them: names in the code page's field, and again in UTF-8 after them.</summary>
internal static class SampleMembers
{
    private static readonly string[] s_families = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤"];
    private static readonly string[] s_groups = ["営業第一部", "営業第二部", "総務部", "情報システム部", "開発センター"];

    // ANSENTRY with CAPUTF8OPT and UTF8OPT.
    private const uint CommandWord = 0x0180_0003;

    internal static byte[] Entry(int index)
    {
        string id = index.ToString("D5", CultureInfo.InvariantCulture);
        string nick = s_families[index % s_families.Length] + " " + id, group = s_groups[index % s_groups.Length];
        string header = FormattableString.Invariant($"1:{1_790_000_000 + index}:user{id}:PC-TOKYO-{id}:{CommandWord}:");
        string utf8 = $"\nUN:user{id}\nHN:PC-TOKYO-{id}\nNN:{nick}\nGN:{group}\nVS:00010001:5.7.2\n";
        return Encoding.UTF8.GetBytes($"{header}{nick}\0{group}\0{utf8}");
    }

    internal static IPEndPoint EndPointOf(int index) => new(new IPAddress([10, 20, (byte)(index / 250), (byte)(index % 250 + 1)]), 2425);

    /// <summary>Sends them over the loopback network, each from its own address.</summary>
    internal static void SendTo(int port, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(new IPAddress([127, 78, (byte)(i / 250), (byte)(i % 250 + 1)]), 0));
            socket.SendTo(Entry(i), new IPEndPoint(IPAddress.Loopback, port));
            // Socket buffers hold a few hundred datagrams.
            if (i % 100 == 99)
                Thread.Sleep(5);
        }
    }
}
