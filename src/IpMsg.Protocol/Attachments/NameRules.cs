namespace IpMsg.Protocol.Attachments;

/// <summary>What a platform demands of the names of files. All of them can be asked for on every platform.</summary>
public sealed class NameRules
{
    private const int MaxNameLength = 255;

    /// <summary>Windows: many forbidden characters, device names, nothing at the end that is dropped, 255 UTF-16 units.</summary>
    public static readonly NameRules Windows = new(isWindows: true, countsBytes: false, ignoresCase: true);

    /// <summary>Linux: 255 bytes of UTF-8, upper and lower case are different names.</summary>
    public static readonly NameRules Linux = new(isWindows: false, countsBytes: true, ignoresCase: false);

    /// <summary>macOS: 255 bytes of UTF-8, upper and lower case are the same.</summary>
    public static readonly NameRules MacOS = new(isWindows: false, countsBytes: true, ignoresCase: true);

    private NameRules(bool isWindows, bool countsBytes, bool ignoresCase)
    {
        IsWindows = isWindows;
        CountsBytes = countsBytes;
        IgnoresCase = ignoresCase;
    }

    /// <summary>True when names that differ only in case are the same.</summary>
    public bool IgnoresCase { get; }

    internal bool IsWindows { get; }

    internal bool CountsBytes { get; }

    /// <summary>The longest name, in the platform's own units.</summary>
    internal int MaxLength => MaxNameLength;
}
