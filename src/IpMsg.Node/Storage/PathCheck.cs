using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>
/// Refuses paths that name a device or an alternate stream on Windows. A log that goes to NUL is lost, and a pipe or COM1 can block.
/// </summary>
internal static class PathCheck
{
    /// <exception cref="IpMsgException">The path names no file and no folder.</exception>
    internal static void Require(IpMsgErrorId id, string? path) => Require(id, path, Platform.IsWindows);

    /// <inheritdoc cref="Require(IpMsgErrorId, string?)"/>
    internal static void Require(IpMsgErrorId id, string? path, bool isWindows)
    {
        if (path is not null && Describe(path, isWindows) is { } flaw)
            throw new IpMsgException(id, "'" + path + "' " + flaw + ".", path, Advice(id));
    }

    /// <summary>Why the path names no file and no folder, after "it"; null when it may name one.</summary>
    internal static string? Describe(string path, bool isWindows) => !isWindows ? null : WindowsPath.FlawOf(path) switch
    {
        PathFlaw.Device => "names a device or a pipe",
        PathFlaw.DeviceName => "ends with a name that Windows reserves for a device",
        PathFlaw.Stream => "has a colon that does not follow a drive letter, so it names an alternate stream and no file",
        PathFlaw.Character => "has a character that no name may have on Windows; quotation marks do not belong to a path",
        _ => null,
    };

    private static string Advice(IpMsgErrorId id) => id switch
    {
        IpMsgErrorId.InvalidLogPath => "Give a file or a folder: -LogPath $HOME\\ipmsg.jsonl",
        IpMsgErrorId.InvalidKeyPath => "Give a folder: -KeyPath $HOME\\ipmsg-keys",
        IpMsgErrorId.InvalidDataPath => "Give a folder: -DataPath $HOME\\ipmsg-data",
        IpMsgErrorId.InvalidKeyFile => "Give a file: $HOME\\ipmsg-keys.jsonl",
        IpMsgErrorId.InvalidDestination => "Give a folder: -Path $HOME\\Downloads",
        _ => "Give a file or a folder, such as $HOME\\report.txt",
    };
}
