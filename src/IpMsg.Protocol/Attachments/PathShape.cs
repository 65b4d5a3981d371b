using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>Distinguishes names from paths. Files do not have paths as names, so such a name is an attack.</summary>
internal static class PathShape
{
    private static readonly char[] s_separators = ['/', '\\', ':'];

    /// <summary>The reason to reject the name, by the rules of all platforms at once; None when it is acceptable so far.</summary>
    internal static NameFlaws Of(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return NameFlaws.Empty;
        if (IsDotsAndSpaces(name, 0, name.Length) || HasTraversal(name))
            return NameFlaws.Traversal;
        return IsAbsolute(name) ? NameFlaws.AbsolutePath : NameFlaws.None;
    }

    // Examples: "/etc/passwd", "\\server\share", "C:\x", "C:/x".
    private static bool IsAbsolute(string name) => name[0] is '/' or '\\'
        || name.Length > 2 && name[1] == ':' && name[2] is '/' or '\\' && name[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    // Old versions of Windows treat "..." as a parent folder too, and drop spaces between and after the dots.
    private static bool HasTraversal(string name)
    {
        for (int start = 0; start <= name.Length;)
        {
            int end = name.IndexOfAny(s_separators, start);
            end = end < 0 ? name.Length : end;
            bool hasTwoDots = name.IndexOf("..", start, end - start, StringComparison.Ordinal) >= 0;
            if (hasTwoDots && IsDotsAndSpaces(name, start, end))
                return true;
            start = end + 1;
        }
        return false;
    }

    private static bool IsDotsAndSpaces(string name, int start, int end)
    {
        for (int at = start; at < end; at++)
        {
            if (name[at] != '.' && !char.IsWhiteSpace(name[at]))
                return false;
        }
        return true;
    }
}
