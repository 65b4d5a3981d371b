namespace IpMsg.Node.Interop;

/// <summary>Why a path names no file and no folder on Windows.</summary>
internal enum PathFlaw
{
    /// <summary>It may name one.</summary>
    None,
    /// <summary>It names a device or a pipe by a prefix: <c>\\.\COM1</c>, <c>\\server\pipe\x</c>.</summary>
    Device,
    /// <summary>Its last name is reserved for a device: NUL, CON, aux.txt.</summary>
    DeviceName,
    /// <summary>It has a colon that does not follow a drive letter, so it names an alternate stream of a file.</summary>
    Stream,
    /// <summary>It has a character that no name may have.</summary>
    Character,
}
