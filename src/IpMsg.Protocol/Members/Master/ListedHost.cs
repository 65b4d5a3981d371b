using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A member in the list of a master.</summary>
internal sealed class ListedHost(HostListEntry entry, Segment segment, long seenAt)
{
    // The keys and lengths of a host in a dictionary, its numbers and its address.
    private const int FixedSize = 160;

    /// <summary>Names, status and place.</summary>
    internal HostListEntry Entry { get; set; } = entry;

    /// <summary>The segment that has reported it.</summary>
    internal Segment Segment { get; } = segment;

    /// <summary>When it was last reported, or has answered, in monotonic milliseconds.</summary>
    internal long SeenAt { get; set; } = seenAt;

    /// <summary>The highest packet number of its polls; 0 when it has not polled.</summary>
    internal long PollNumber { get; set; }

    /// <summary>True while it is asked whether it is there.</summary>
    internal bool IsProbed { get; set; }

    /// <summary>When it was asked; null before its turn.</summary>
    internal long? AskedAt { get; set; }

    /// <summary>Its node in the members of its segment.</summary>
    internal LinkedListNode<ListedHost>? Node { get; set; }

    /// <summary>An upper bound of the bytes of a host in a dictionary.</summary>
    internal static int SizeOf(HostListEntry entry) =>
        FixedSize + Length(entry.User) + Length(entry.Host) + Length(entry.Nick) + Length(entry.Group) + Length(entry.Version ?? "");

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text);
}
