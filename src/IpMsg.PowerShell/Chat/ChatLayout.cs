using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Terminal;

namespace IpMsg.PowerShell.Chat;

/// <summary>
/// The rows of the conversation: time, name and text, the text in a column of its own. Rows of other people's text are indented, so that a
/// text with line ends cannot look like a message of somebody else. Names stand in angle brackets, which nothing else does.
/// </summary>
/// <param name="widths">The cells of characters.</param>
/// <param name="today">The day on which times need no date.</param>
internal sealed class ChatLayout(CellWidths widths, Func<DateTime> today)
{
    private const int MaxName = 16, MinText = 20, TimeCells = 6;

    private int _nameCells = 8;

    /// <summary>A message of somebody.</summary>
    internal IEnumerable<string> Message(DateTimeOffset at, string name, string text, int width)
    {
        // A nickname with brackets could look like a name and the beginning of a text.
        string shown = "<" + ViewText.Cut(name.Replace('<', '(').Replace('>', ')'), MaxName, widths.StandIns) + ">";
        _nameCells = Math.Max(_nameCells, widths.Of(shown));
        return Rows(Time(at) + Padded(shown) + " ", Lines(text), width);
    }

    /// <summary>What the user has sent.</summary>
    internal IEnumerable<string> Own(DateTimeOffset at, string text, int width) => Rows(Time(at) + Padded(">") + " ", Lines(text), width);

    /// <summary>A line of the program itself.</summary>
    internal IEnumerable<string> Notice(DateTimeOffset at, string text, int width) =>
        Rows(Time(at) + "* ", SafeText.Convert(text, keepsLines: false, widths.StandIns), width);

    private IEnumerable<string> Rows(string head, string text, int width)
    {
        int indent = widths.Of(head);
        if (width - indent < MinText)
            indent = Math.Min(2, width / 4);
        string space = new(' ', indent);
        // In a narrow window, the head has a row of its own.
        var rows = LineWrap.Rows(text, width - indent, widths);
        return indent == widths.Of(head)
            ? rows.Select((row, index) => (index == 0 ? head : space) + row)
            : LineWrap.Rows(head.TrimEnd(), width, widths).Concat(rows.Select(row => space + row));
    }

    private string Padded(string name) => name + new string(' ', Math.Max(0, _nameCells - widths.Of(name)));

    private string Lines(string text) => SafeText.Convert(text, keepsLines: true, widths.StandIns).TrimEnd('\n');

    private string Time(DateTimeOffset at)
    {
        var local = at.ToLocalTime();
        string text = local.ToString(local.Date == today() ? "HH:mm" : "MM-dd HH:mm", CultureInfo.InvariantCulture);
        return text.PadRight(TimeCells - 1) + " ";
    }
}
