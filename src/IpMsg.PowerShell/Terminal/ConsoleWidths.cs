using System;
using System.Linq;
using System.Management.Automation.Host;
using IpMsg.Node;
using IpMsg.Node.Interop;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// Measures how many cells this terminal gives to emoji of several code points, by writing one and asking for the cursor. No variable of
/// the environment tells: tmux 3.3 gives one cell to a red heart and four to a thumb with a skin tone, others two to each.
/// </summary>
internal static class ConsoleWidths
{
    // Numbers and no text: an old console that lacks such characters is not asked, and gets no text with them.
    private static readonly int[] s_astronaut = [0x1F469, 0x200D, 0x1F680], s_heart = [0x2764, 0xFE0F], s_thumb = [0x1F44D, 0x1F3FD];
    private static readonly int[] s_flag = [0x1F1EF, 0x1F1F5];

    /// <summary>Measures in the row of the cursor, which must be empty.</summary>
    /// <param name="ui">The interface of the host.</param>
    internal static CellWidths Measure(PSHostUserInterface ui)
    {
        var standIns = StandIns.Current;
        if (standIns.IsLegacy)
            return new CellWidths { StandIns = standIns };
        return new CellWidths
        {
            Joins = CellsOf(s_astronaut, ui) == 2,
            WidensSymbols = CellsOf(s_heart, ui) == 2,
            AppliesModifiers = CellsOf(s_thumb, ui) == 2,
            Flag = CellsOf(s_flag, ui) is var cells and (2 or 4) ? cells : 2,
            StandIns = standIns,
        };
    }

    private static int CellsOf(int[] emoji, PSHostUserInterface ui)
    {
        Write(string.Concat(emoji.Select(char.ConvertFromUtf32)), ui);
        int cells = Platform.IsWindows ? ui.RawUI.CursorPosition.X : Console.CursorLeft;
        Write("\r" + new string(' ', cells) + "\r", ui);
        return cells;
    }

    private static void Write(string text, PSHostUserInterface ui)
    {
        if (Platform.IsWindows)
            ui.Write(text);
        else
            Console.Out.Write(text);
    }
}
