namespace IpMsg.Node.Interop;

/// <summary>Full paths as the system's calls and the framework's need them.</summary>
internal static class SystemPath
{
    /// <summary>The room for the names of our own files below a folder of keys, messages or logs.</summary>
    internal const int OwnNames = 130;

    /// <inheritdoc cref="WindowsPath.ForCalls"/>
    internal static string Of(string path, int room = 0) => Platform.IsWindows ? WindowsPath.ForCalls(path, room) : path;
}
