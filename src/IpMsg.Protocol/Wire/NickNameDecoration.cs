using System;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// A nickname in packets: bare while present, <c>nick[title]</c> while absent (R28), <c>nick [text]</c> while the screen is locked.
/// </summary>
internal static class NickNameDecoration
{
    /// <summary>Removes the decoration from a name in a packet with ABSENCEOPT.</summary>
    /// <param name="decorated">The name as received.</param>
    /// <param name="title">The text in the brackets; empty without brackets.</param>
    public static string Remove(string decorated, out string title)
    {
        title = "";
        int open = FindBracket(decorated);
        string bare = open <= 0 ? "" : decorated.Substring(0, open).TrimEnd();
        if (bare.Length == 0)
            return decorated;
        title = decorated.Substring(open + 1, decorated.Length - open - 2).Trim();
        return bare;
    }

    // The bracket that the last one closes. A title may contain brackets.
    private static int FindBracket(string decorated)
    {
        int depth = 0;
        for (int at = decorated.Length - 1; at >= 0; at--)
        {
            depth += decorated[at] switch { ']' => 1, '[' => -1, _ => 0 };
            if (depth == 0)
                return decorated[at] == '[' ? at : -1;
        }
        return -1;
    }

    /// <summary>Adds the decoration (R28).</summary>
    public static string Add(string bare, string title) => title.Length == 0 ? bare : bare + "[" + title + "]";
}
