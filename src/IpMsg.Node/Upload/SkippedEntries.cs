using System.Globalization;

namespace IpMsg.Node.Upload;

/// <summary>How the contents that were sent differ from those on the disk, for the user who sends.</summary>
internal sealed class SkippedEntries
{
    private string? _first;
    private int _count;
    private string? _firstGrown;
    private int _grown;

    /// <summary>True when a file or folder was not sent.</summary>
    internal bool IsIncomplete => _count > 0;

    /// <summary>Notes a file or folder that is not sent.</summary>
    internal void Add(string name)
    {
        _first ??= name;
        _count++;
    }

    /// <summary>Notes a file that got longer, and of which the part that was announced is sent.</summary>
    internal void AddGrown(string name)
    {
        _firstGrown ??= name;
        _grown++;
    }

    /// <summary>One or two sentences; null when everything was sent as it is.</summary>
    internal string? Text => (Skipped, Grown) switch
    {
        (null, var grown) => grown,
        (var skipped, null) => skipped,
        var (skipped, grown) => skipped + " " + grown,
    };

    private string? Skipped => _count switch
    {
        0 => null,
        1 => "'" + _first + "' was left out.",
        _ => string.Format(CultureInfo.InvariantCulture, "'{0}' and {1} more were left out.", _first, _count - 1),
    };

    private string? Grown => _grown switch
    {
        0 => null,
        1 => "'" + _firstGrown + "' has grown; what was added later was not sent.",
        _ => string.Format(
            CultureInfo.InvariantCulture, "'{0}' and {1} more have grown; what was added later was not sent.", _firstGrown, _grown - 1),
    };
}
