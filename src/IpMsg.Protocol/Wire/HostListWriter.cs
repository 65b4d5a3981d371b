using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;

namespace IpMsg.Protocol;

/// <summary>Writes pages of a host list (R34).</summary>
public static class HostListWriter
{
    /// <summary>The most bytes a page takes, so that clients with small buffers receive it whole.</summary>
    public const int MaximumPage = 7900;

    private const int NumbersLength = 12;

    /// <summary>The page that begins at <paramref name="start"/>, ready to be the body of an answer.</summary>
    /// <param name="members">The whole list.</param>
    /// <param name="start">Index of the first entry; one past the end gives an empty last page.</param>
    /// <param name="encoding">The encoding of names.</param>
    public static byte[] Page(IReadOnlyList<HostListEntry> members, int start, Encoding encoding)
    {
        var entries = new List<byte>(512);
        int index = Math.Min(Math.Max(start, 0), members.Count), first = index;
        for (; index < members.Count; index++)
        {
            byte[] entry = encoding.GetBytes(Entry(members[index]));
            if (entries.Count + entry.Length + NumbersLength > MaximumPage)
                break;
            entries.AddRange(entry);
        }
        int next = index == members.Count ? 0 : index;
        byte[] numbers = Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, "{0,5}\a{1,5}\a", next, index - first));
        var page = new byte[numbers.Length + entries.Count];
        numbers.CopyTo(page, 0);
        entries.CopyTo(page, numbers.Length);
        return page;
    }

    private static string Entry(HostListEntry entry) => string.Join("\a",
        Name(entry.User), Name(entry.Host), ((uint)entry.Status).ToString(CultureInfo.InvariantCulture), AddressText(entry.EndPoint.Address),
        HostListReader.SwapPort(entry.EndPoint.Port).ToString(CultureInfo.InvariantCulture), Name(entry.Nick), Name(entry.Group), "");

    // A scope id means nothing on another machine (R38).
    private static string AddressText(IPAddress address)
    {
        string text = address.ToString();
        int scope = text.IndexOf('%');
        return scope < 0 ? text : text.Substring(0, scope);
    }

    // The separator itself must not occur in a name; an empty field is a backspace.
    private static string Name(string name) => name.Length == 0 ? "\b" : name.Replace('\a', ' ');
}
