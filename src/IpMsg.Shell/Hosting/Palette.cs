using System;
using System.Management.Automation;

namespace IpMsg.Shell.Hosting;

/// <summary>The console's sixteen colours as escape sequences.</summary>
internal static class Palette
{
    /// <summary>ANSI counts its colours red first, the console blue first.</summary>
    private static readonly int[] Ansi = [0, 4, 2, 6, 1, 5, 3, 7];

    public static string Paint(ConsoleColor foreground, ConsoleColor background, string text) =>
        $"\e[{Code(foreground, 30)};{Code(background, 40)}m{text}{PSStyle.Instance.Reset}";

    private static int Code(ConsoleColor color, int dark) =>
        (int)color < 8 ? dark + Ansi[(int)color] : dark + 60 + Ansi[(int)color - 8];
}
