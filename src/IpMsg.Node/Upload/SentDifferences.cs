using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Upload;

/// <summary>How the contents that were sent differ from those on the disk, for the user who sends.</summary>
internal sealed class SentDifferences
{
    private const int MaxReplaced = 1_000;

    private string? _first;
    private int _count;
    private string? _firstGrown;
    private int _grown;
    private readonly List<ReplacedName> _replacedNames = [];
    private int _replaced;

    /// <summary>True when a file or folder was not sent.</summary>
    internal bool IsIncomplete => _count > 0;

    /// <summary>Notes a file or folder that is not sent.</summary>
    internal void AddSkipped(string name)
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

    /// <summary>The entries that were sent under other names; at most a thousand.</summary>
    internal IReadOnlyList<ReplacedName> ReplacedNames => _replacedNames;

    /// <summary>Notes an entry that is sent under another name (R115).</summary>
    /// <param name="path">The path inside the folder.</param>
    /// <param name="name">The name that is sent.</param>
    internal void AddReplaced(string path, string name)
    {
        if (_replaced++ < MaxReplaced)
            _replacedNames.Add(new ReplacedName(path, name));
    }

    /// <summary>A sentence for each kind of difference; null when everything was sent as it is.</summary>
    internal string? Text =>
        string.Join(" ", new[] { Skipped, Grown, Replaced }.Where(each => each is not null)) is { Length: > 0 } text ? text : null;

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

    private string? Replaced => _replaced switch
    {
        0 => null,
        1 => "'" + _replacedNames[0].Path + "' was sent as '" + _replacedNames[0].Name + "'.",
        _ => string.Format(
            CultureInfo.InvariantCulture, "'{0}' was sent as '{1}', and {2} more under other names.", _replacedNames[0].Path,
            _replacedNames[0].Name, _replaced - 1),
    };
}
