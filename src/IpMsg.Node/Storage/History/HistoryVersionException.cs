using System.IO;

namespace IpMsg.Node.Storage.History;

/// <summary>A store was written by a newer version of the module, whose lines this one would misunderstand.</summary>
/// <param name="path">The file.</param>
/// <param name="version">The version of its lines.</param>
internal sealed class HistoryVersionException(string path, long version)
    : IOException($"'{path}' has version {version} of the history format; this module reads version {HistoryFormat.Version}."
        + " Use a newer module.")
{
    /// <summary>The version of the lines.</summary>
    internal long Version { get; } = version;
}

/// <summary>Constants of the format; docs/history-format.md describes it.</summary>
internal static class HistoryFormat
{
    /// <summary>
    /// The version of the lines. It rises only when older modules would misunderstand them; they skip what they do not know.
    /// </summary>
    internal const int Version = 1;
}
