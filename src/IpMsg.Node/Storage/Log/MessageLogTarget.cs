using System;
using System.Globalization;
using System.IO;

namespace IpMsg.Node.Storage.Log;

/// <summary>Which file a message is logged in: the one that was named, or one for each local day in the folder that was.</summary>
internal sealed class MessageLogTarget
{
    private readonly string _path;
    private readonly bool _isFolder;

    /// <param name="path">A file; or a folder, which exists or ends with a separator.</param>
    internal MessageLogTarget(string path)
    {
        char last = path.Length == 0 ? throw new ArgumentException("A log needs a path.", nameof(path)) : path[path.Length - 1];
        _isFolder = last == Path.DirectorySeparatorChar || last == Path.AltDirectorySeparatorChar || Directory.Exists(path);
        _path = Path.GetFullPath(path);
    }

    /// <summary>Makes the folder if need be. That of a single file must be there: a misspelt path shall not grow folders.</summary>
    internal void Prepare()
    {
        if (_isFolder)
            PrivateFile.CreateFolder(_path);
    }

    internal string FileFor(DateTimeOffset receivedAt) =>
        !_isFolder ? _path : Path.Combine(_path, "ipmsg-" + receivedAt.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".jsonl");
}
