using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>Tells names from paths. Nobody has a file that is called like a path, so those who send one mean harm.</summary>
internal static class PathShape
{
    private static readonly char[] s_separators = ['/', '\\', ':'];

    /// <summary>Why the name has to be rejected, by the rules of all platforms at once; None when it may be looked at further.</summary>
    internal static NameFlaws Of(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return NameFlaws.Empty;
        if (IsDotsAndSpaces(name, 0, name.Length) || HasTraversal(name))
            return NameFlaws.Traversal;
        return IsAbsolute(name) ? NameFlaws.AbsolutePath : NameFlaws.None;
    }

    // "/etc/passwd", "\\server\share", "C:\x", "C:/x".
    private static bool IsAbsolute(string name) => name[0] is '/' or '\\'
        || name.Length > 2 && name[1] == ':' && name[2] is '/' or '\\' && name[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    // Old Windows goes up for "..." too, and drops spaces between and behind the dots.
    private static bool HasTraversal(string name)
    {
        for (int start = 0; start <= name.Length;)
        {
            int end = name.IndexOfAny(s_separators, start);
            end = end < 0 ? name.Length : end;
            if (end - start > 1 && IsDotsAndSpaces(name, start, end) && name.IndexOf("..", start, end - start, StringComparison.Ordinal) >= 0)
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
