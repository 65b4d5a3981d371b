using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>Writes IPMSG_ANSLIST, the pages of a host list (R34).</summary>
internal static class HostListWriter
{
    /// <summary>The maximum size of a page in bytes: clients with small buffers receive it whole.</summary>
    public const int MaxPage = 7900;

    private const int NumbersLength = 12;

    /// <summary>The page that begins at <paramref name="start"/>: the body of an answer.</summary>
    /// <param name="members">The whole list.</param>
    /// <param name="start">Index of the first entry; one past the end gives an empty last page.</param>
    /// <param name="encoding">The encoding of names.</param>
    public static byte[] Page(IReadOnlyList<HostListEntry> members, int start, Encoding encoding) =>
        Page(members.Count, index => members[index], start, encoding);

    /// <summary>The page of a list whose entries are created on demand, only those of the page.</summary>
    /// <param name="total">The length of the list.</param>
    /// <param name="entryAt">Gives an entry.</param>
    /// <param name="start">Index of the first entry.</param>
    /// <param name="encoding">The encoding of names.</param>
    public static byte[] Page(int total, Func<int, HostListEntry> entryAt, int start, Encoding encoding)
    {
        var entries = new List<byte>(512);
        int index = Math.Min(Math.Max(start, 0), total), count = 0;
        for (; index < total; index++)
        {
            byte[] entry = encoding.GetBytes(Entry(entryAt(index)));
            // An entry that is larger than a page is left out. It would begin every further page, and the list would have no end.
            if (entry.Length + NumbersLength > MaxPage)
                continue;
            if (entries.Count + entry.Length + NumbersLength > MaxPage)
                break;
            entries.AddRange(entry);
            count++;
        }
        int next = index == total ? 0 : index;
        byte[] numbers = Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, "{0,5}\a{1,5}\a", next, count));
        var page = new byte[numbers.Length + entries.Count];
        numbers.CopyTo(page, 0);
        entries.CopyTo(page, numbers.Length);
        return page;
    }

    private static string Entry(HostListEntry entry) => string.Join("\a",
        Name(entry.User), Name(entry.Host), Status(entry).ToString(CultureInfo.InvariantCulture), AddressText(entry.EndPoint.Address),
        HostListReader.SwapPort(entry.EndPoint.Port).ToString(CultureInfo.InvariantCulture), Name(entry.Nick), Name(entry.Group), "");

    // Readers remove a member whose status is 0 (R35), so a member without flags gets the command IPMSG_BR_ENTRY as status.
    private static uint Status(HostListEntry entry) =>
        entry.IsGone ? 0 : entry.Status == EntryFlags.None ? (uint)Command.Entry : (uint)entry.Status;

    // A scope id means nothing on another machine (R38).
    private static string AddressText(IPAddress address)
    {
        string text = address.ToString();
        int scope = text.IndexOf('%');
        return scope < 0 ? text : text.Substring(0, scope);
    }

    // The separator becomes a space, and the NUL, which ends a body, is removed. An empty field is a backspace.
    private static string Name(string name) => name.Length == 0 ? "\b" : name.Replace('\a', ' ').Replace("\0", "");
}
