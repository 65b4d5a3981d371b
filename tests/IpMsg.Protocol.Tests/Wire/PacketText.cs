using System.Globalization;
using System.Linq;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>
/// A packet taken apart as text, from the readable comment above a record: another way than the reader's to the same fields. It may
/// split at colons and NULs because none of the recorded fields has escaped ones.
/// </summary>
internal sealed class PacketText
{
    internal PacketText(string shown)
    {
        string[] fields = shown.Split(':', 6);
        Version = EscapedText.Bytes(fields[0]);
        Number = EscapedText.Bytes(fields[1]);
        User = EscapedText.Bytes(fields[2]);
        Host = EscapedText.Bytes(fields[3]);
        CommandWord = uint.Parse(fields[4], CultureInfo.InvariantCulture);
        Parts = [.. fields[5].Split(@"\x00").Select(EscapedText.Bytes)];
    }

    internal byte[] Version { get; }

    internal byte[] Number { get; }

    internal byte[] User { get; }

    internal byte[] Host { get; }

    internal uint CommandWord { get; }

    internal byte[][] Parts { get; }

    /// <summary>The part with the given index, empty when there is none.</summary>
    internal byte[] Part(int index) => index < Parts.Length ? Parts[index] : [];
}
