using System.Collections.Generic;

namespace IpMsg.Shell.Editing;

/// <summary>The lines entered so far, walked with the arrow keys. The line being written waits at the end of it.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private string _draft = "";
    private int _position;

    /// <summary>Remembers a line, unless it repeats the last one, and starts at the end again.</summary>
    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        Rewind();
    }

    public void Rewind() => _position = _lines.Count;

    /// <summary>The line before (or after) the one that is shown; null at either end.</summary>
    public string? Step(int direction, string shown)
    {
        var next = _position + direction;
        if (next < 0 || next > _lines.Count)
        {
            return null;
        }

        if (_position == _lines.Count)
        {
            _draft = shown;
        }

        _position = next;
        return next == _lines.Count ? _draft : _lines[next];
    }
}
