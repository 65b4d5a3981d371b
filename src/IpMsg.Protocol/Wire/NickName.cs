using System;

namespace IpMsg.Protocol;

/// <summary>
/// A nickname as it travels: bare while present, <c>nick[title]</c> while absent (R28), <c>nick [text]</c> while the screen is locked.
/// </summary>
public static class NickName
{
    /// <summary>Takes the decoration off a name that came with ABSENCEOPT.</summary>
    /// <param name="decorated">The name as received.</param>
    /// <param name="title">What stood in the brackets; empty when there were none.</param>
    public static string Bare(string decorated, out string title)
    {
        title = "";
        int open = decorated.LastIndexOf('[');
        if (open <= 0 || decorated[decorated.Length - 1] != ']')
            return decorated;
        title = decorated.Substring(open + 1, decorated.Length - open - 2).Trim();
        return decorated.Substring(0, open).TrimEnd();
    }

    /// <summary>Puts the decoration on (R28).</summary>
    public static string Decorated(string bare, string title) => title.Length == 0 ? bare : bare + "[" + title + "]";
}
