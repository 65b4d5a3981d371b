using System;
using IpMsg.Node;

namespace IpMsg.PowerShell.Terminal;

/// <summary>Measures how many cells this terminal gives to emoji of several code points, by writing one and asking for the cursor.</summary>
internal static class ConsoleWidths
{
    private const string Astronaut = "\U0001F469\u200D\U0001F680", Heart = "\u2764\uFE0F", Thumb = "\U0001F44D\U0001F3FD",
        Flag = "\U0001F1EF\U0001F1F5";

    /// <summary>Measures in the row of the cursor, which must be empty.</summary>
    internal static CellWidths Measure()
    {
        var standIns = StandIns.Current;
        if (standIns.IsLegacy)
            return new CellWidths { StandIns = standIns };
        return new CellWidths
        {
            Joins = CellsOf(Astronaut) == 2,
            WidensSymbols = CellsOf(Heart) == 2,
            AppliesModifiers = CellsOf(Thumb) == 2,
            Flag = CellsOf(Flag) is var cells and (2 or 4) ? cells : 2,
            StandIns = standIns,
        };
    }

    private static int CellsOf(string emoji)
    {
        Console.Write(emoji);
        int cells = Console.CursorLeft;
        Console.Write('\r' + new string(' ', cells) + '\r');
        return cells;
    }
}
