using System.IO;

namespace IpMsg.Node.Storage.History;

/// <summary>A newer version of the module wrote the store, and this version would misunderstand its lines.</summary>
/// <param name="path">The file.</param>
/// <param name="version">The version of its lines.</param>
internal sealed class HistoryVersionException(string path, long version)
    : IOException($"'{path}' has version {version} of the history format; this module reads version {HistoryFormat.Version}."
        + " Use a newer module.")
{
    /// <summary>The version of the lines.</summary>
    internal long Version { get; } = version;
}

/// <summary>The constants of the format, which docs/history-format.md describes.</summary>
internal static class HistoryFormat
{
    /// <summary>The version of the lines. It increases only when older modules would misunderstand them; they skip unknown lines.</summary>
    internal const int Version = 1;
}
