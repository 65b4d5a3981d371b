using System.Globalization;

namespace IpMsg.Node.Upload;

/// <summary>The skipped entries of a folder, for the sender's report.</summary>
internal sealed class SkippedEntries
{
    private string? _first;
    private int _count;

    internal void Add(string name)
    {
        _first ??= name;
        _count++;
    }

    /// <summary>A sentence about them; null when there are none.</summary>
    internal string? Text => _count switch
    {
        0 => null,
        1 => "'" + _first + "' was left out.",
        _ => string.Format(CultureInfo.InvariantCulture, "'{0}' and {1} more were left out.", _first, _count - 1),
    };
}
