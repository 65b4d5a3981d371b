using System;
using System.Globalization;
using System.Text;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>The datagrams of the comparison: an everyday message in, its confirmation out.</summary>
internal static class LoadDatagrams
{
    internal const string User = "bench";
    internal const string Host = "bench-host";

    private const int NumberAt = 2;
    private const uint FirstNumber = 1_790_000_000;

    // SENDMSG with SENDCHECKOPT, UTF8OPT and CAPUTF8OPT.
    private static readonly byte[] s_message = Encoding.UTF8.GetBytes(
        "1:" + FirstNumber + ":suzuki:PC-0421:25166112:会議は14時からです。資料は共有フォルダーにあります。\0");

    /// <summary>What makes the sender a known member: strangers would be introduced, which costs the node a datagram more.</summary>
    internal static byte[] Entry => Encoding.UTF8.GetBytes("1:" + FirstNumber + ":suzuki:PC-0421:16777219:鈴木\0総務\0");

    /// <summary>As long as the node's confirmation is.</summary>
    internal static byte[] Confirmation =>
        Encoding.ASCII.GetBytes("1:" + FirstNumber + ":" + User + ":" + Host + ":33:" + FirstNumber + "\0");

    internal static int MessageLength => s_message.Length;

    internal static byte[] NewMessage() => (byte[])s_message.Clone();

    /// <summary>Replaces the packet number in place.</summary>
    internal static void SetNumber(byte[] message, int index)
    {
        if (!(FirstNumber + (uint)index).TryFormat(message.AsSpan(NumberAt), out _, provider: CultureInfo.InvariantCulture))
            throw new ArgumentOutOfRangeException(nameof(index));
    }
}
