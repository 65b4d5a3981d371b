using System.Collections.Generic;

namespace IpMsg.PowerShell.Terminal;

/// <summary>The lines that were typed before, for the Up and Down keys. They are in memory only.</summary>
internal sealed class InputHistory
{
    private const int Capacity = 500;

    private readonly List<string> _lines = [];
    private int _position;
    private string _unfinished = "";

    /// <summary>Adds a line that was typed, and returns to the end of the list.</summary>
    internal void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[_lines.Count - 1] != line))
            _lines.Add(line);
        if (_lines.Count > Capacity)
            _lines.RemoveAt(0);
        _position = _lines.Count;
        _unfinished = "";
    }

    /// <summary>The line before; null at the first one.</summary>
    /// <param name="current">The text of now, which <see cref="Next"/> gives back at the end.</param>
    internal string? Previous(string current)
    {
        if (_position == 0)
            return null;
        if (_position == _lines.Count)
            _unfinished = current;
        return _lines[--_position];
    }

    /// <summary>The line after, and at the end the text that was not finished; null behind it.</summary>
    internal string? Next()
    {
        if (_position >= _lines.Count)
            return null;
        return ++_position == _lines.Count ? _unfinished : _lines[_position];
    }
}
