using System;
using System.Globalization;
using System.Text;
using IpMsg.Testing;

namespace IpMsg.Node.Tests.Download;

/// <summary>What senders send.</summary>
internal static class SenderScripts
{
    internal static readonly string Leave = Record(".:0:3");

    /// <summary>A record with its length in front.</summary>
    internal static string Record(string fields)
    {
        int length = Encoding.UTF8.GetByteCount(fields) + 6;
        return length.ToString("x4", CultureInfo.InvariantCulture) + ":" + fields + ":";
    }

    internal static string Enter(string name) => Record(Escape(name) + ":000000000:2");

    internal static string Put(string name, string contents) =>
        Record(Escape(name) + ":" + Encoding.UTF8.GetByteCount(contents).ToString("x9", CultureInfo.InvariantCulture) + ":1") + contents;

    internal static string Escape(string name) => name.Replace(":", "::", StringComparison.Ordinal);

    /// <summary>Bytes that repeat nowhere.</summary>
    internal static byte[] Random(int length, ulong seed = 1)
    {
        var numbers = new SeededNumbers(seed);
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at++)
            bytes[at] = (byte)numbers.Next();
        return bytes;
    }

    /// <summary>An honest sender of a file.</summary>
    internal static Action<ServerConnection> Honest(byte[] file) => serverConnection =>
    {
        serverConnection.Send(file.AsSpan((int)serverConnection.Offset));
        serverConnection.WaitForClose();
    };

    /// <summary>An honest sender of a stream.</summary>
    internal static Action<ServerConnection> Stream(string stream) => serverConnection =>
    {
        serverConnection.Send(stream);
        serverConnection.WaitForClose();
    };
}
