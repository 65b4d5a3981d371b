namespace IpMsg.Protocol.Attachments;

/// <summary>The rules of a platform for file names. All sets are available on every platform.</summary>
public sealed class NameRules
{
    /// <summary>The maximum length of a name in the platform's units.</summary>
    internal const int MaxLength = 255;

    /// <summary>Windows: forbidden characters, device names, no dots or spaces at the end, 255 UTF-16 units.</summary>
    public static readonly NameRules Windows = new(isWindows: true, countsBytes: false, ignoresCase: true);

    /// <summary>Linux: 255 bytes of UTF-8, case-sensitive.</summary>
    public static readonly NameRules Linux = new(isWindows: false, countsBytes: true, ignoresCase: false);

    /// <summary>macOS: 255 bytes of UTF-8, case-insensitive.</summary>
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
}
