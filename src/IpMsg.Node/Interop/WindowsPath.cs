using System;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Interop;

/// <summary>
/// What Windows makes of a path. The functions look at the text alone, so they have the same results on every system.
/// </summary>
internal static class WindowsPath
{
    // Windows takes a path after this prefix as it is: without a limit of 260 characters, without device names, with dots and spaces at
    // the end of names.
    private const string Exact = @"\\?\", ExactShare = @"\\?\UNC\", Volume = "Volume{";

    // CreateDirectory leaves room for a file name of 12 characters below the limit of 260.
    private const int MaxPlain = 247;

    private const string Forbidden = "<>\"|*?";

    /// <summary>True for a path with the prefix <c>\\?\</c>.</summary>
    internal static bool IsExact(string path) => path.StartsWith(Exact, StringComparison.Ordinal);

    /// <summary>Why the path names no file and no folder. It may be relative, and may have either separator.</summary>
    internal static PathFlaw FlawOf(string path)
    {
        bool isExact = IsExact(path);
        if (!isExact && HasDevicePrefix(path))
            return PathFlaw.Device;
        string rest = isExact ? path.Substring(Exact.Length) : path;
        bool isShare = isExact ? path.StartsWith(ExactShare, StringComparison.OrdinalIgnoreCase) : StartsWithTwoSeparators(path);
        bool isVolume = isExact && rest.StartsWith(Volume, StringComparison.OrdinalIgnoreCase);
        if (isExact && !isShare && !isVolume && !(HasDrive(rest) && rest.Length > 2 && rest[2] == '\\'))
            return PathFlaw.Device;
        string[] names = rest.Split('\\', '/');
        if (isShare && IsPipe(names.AsSpan(Math.Min(names.Length, isExact ? 1 : 2))))
            return PathFlaw.Device;
        foreach (char each in rest)
        {
            if (each < ' ' || Forbidden.IndexOf(each) >= 0)
                return PathFlaw.Character;
        }
        if (rest.IndexOf(':', !isShare && HasDrive(rest) ? 2 : 0) >= 0)
            return PathFlaw.Stream;
        return !isExact && DeviceNames.IsMatch(LastOf(names)) ? PathFlaw.DeviceName : PathFlaw.None;
    }

    /// <summary>
    /// The path for system calls and for the framework: with the prefix <c>\\?\</c> when Windows would change a name in it or refuse its
    /// length, and otherwise as it is. .NET adds the prefix to long paths itself; .NET Framework and system calls do not.
    /// </summary>
    /// <param name="path">A full path. Others stay as they are.</param>
    /// <param name="room">The characters that are appended later.</param>
    internal static string ForCalls(string path, int room = 0)
    {
        bool isShare = StartsWithTwoSeparators(path);
        if (isShare ? HasDevicePrefix(path) : !HasDrive(path) || path.Length < 3 || path[2] != '\\')
            return path;
        if (path.IndexOf('/') >= 0 || path.Length + room <= MaxPlain && !HasChangedName(path))
            return path;
        return isShare ? ExactShare + path.Substring(2) : Exact + path;
    }

    /// <summary>The path without the prefix <c>\\?\</c> when it then names the same file. Not every program knows the prefix.</summary>
    internal static string Plain(string path)
    {
        if (!IsExact(path))
            return path;
        string plain = path.StartsWith(ExactShare, StringComparison.OrdinalIgnoreCase)
            ? @"\\" + path.Substring(ExactShare.Length)
            : path.Substring(Exact.Length);
        bool isSame = (StartsWithTwoSeparators(plain) || HasDrive(plain) && plain.Length > 2 && plain[2] == '\\')
            && plain.IndexOf('/') < 0 && !HasChangedName(plain) && plain.IndexOf(@"\\", 1, StringComparison.Ordinal) < 0;
        return isSame ? plain : path;
    }

    // Windows drops dots and spaces at the end of a name. It looks for device names in the last name only.
    private static bool HasChangedName(string path)
    {
        for (int at = 1; at < path.Length; at++)
        {
            if (path[at - 1] is '.' or ' ' && path[at] == '\\')
                return true;
        }
        return path[path.Length - 1] is '.' or ' ' || DeviceNames.IsMatch(path.Substring(path.LastIndexOf('\\') + 1));
    }

    // "\\.\", "//?/" and "\??\".
    private static bool HasDevicePrefix(string path) => path.Length > 3 && IsSeparator(path[3])
        && (StartsWithTwoSeparators(path) && path[2] is '.' or '?' || path.StartsWith(@"\??", StringComparison.Ordinal));

    // The names of these two shares are reserved: \\server\pipe\x is a pipe of that server.
    private static bool IsPipe(ReadOnlySpan<string> names) => names.Length > 1
        && (names[1].Equals("pipe", StringComparison.OrdinalIgnoreCase) || names[1].Equals("mailslot", StringComparison.OrdinalIgnoreCase));

    private static string LastOf(string[] names) => Array.FindLast(names, static each => each.Length > 0) ?? "";

    private static bool StartsWithTwoSeparators(string path) => path.Length > 1 && IsSeparator(path[0]) && IsSeparator(path[1]);

    private static bool HasDrive(string path) =>
        path.Length > 1 && path[1] == ':' && path[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    private static bool IsSeparator(char each) => each is '\\' or '/';
}
