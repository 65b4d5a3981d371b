using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace IpMsg.Protocol.Wire;

/// <summary>Reads IPMSG_ANSLIST, a page of a host list (R35). Skips malformed entries and never throws.</summary>
internal static class HostListReader
{
    private const int FieldsPerEntry = 7;

    /// <summary>Reads one page. False when the text does not begin with two numbers.</summary>
    /// <param name="text">The decoded body.</param>
    /// <param name="next">The start of the next page; 0 after the last page (R36).</param>
    /// <param name="count">The number of entries that the page announces.</param>
    /// <param name="entries">The well-formed entries.</param>
    public static bool TryRead(string text, out int next, out int count, out IReadOnlyList<HostListEntry> entries)
    {
        var list = new List<HostListEntry>();
        entries = list;
        count = 0;
        string[] fields = text.Split('\a');
        if (!TryNumber(fields[0], out next) || fields.Length < 2 || !TryNumber(fields[1], out count))
            return false;
        for (int at = 2; list.Count < count && at + FieldsPerEntry <= fields.Length; at += FieldsPerEntry)
        {
            if (TryEntry(fields.AsSpan(at, FieldsPerEntry), out var entry))
                list.Add(entry);
        }
        return true;
    }

    private static bool TryEntry(ReadOnlySpan<string> fields, out HostListEntry entry)
    {
        entry = default;
        // Some clients write the status signed, others unsigned.
        const NumberStyles Signed = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite;
        if (!long.TryParse(fields[2], Signed, CultureInfo.InvariantCulture, out long status)
            || !IPAddress.TryParse(fields[3], out var address)
            || !ushort.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || port == 0)
            return false;
        string user = Name(fields[0]), host = Name(fields[1]);
        if (user.Length == 0 || host.Length == 0)
            return false;
        uint word = unchecked((uint)status);
        var flags = EntryFlagRules.Status((EntryFlags)(word & 0xFFFFFF00));
        entry = new HostListEntry(user, host, flags, new IPEndPoint(address, SwapPort(port)), Name(fields[5]), Name(fields[6]))
        {
            IsGone = word == 0 || (word & 0xFF) == (uint)Command.Exit,
        };
        return true;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number);

    private static string Name(string field) => field == "\b" ? "" : StoredName.Of(field);

    /// <summary>The list has ports with their two bytes swapped: 30985 for 2425 (R34).</summary>
    internal static int SwapPort(int port) => (port & 0xFF) << 8 | port >> 8;
}
