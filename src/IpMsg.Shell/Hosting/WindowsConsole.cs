using System;
using System.Runtime.InteropServices;

namespace IpMsg.Shell.Hosting;

/// <summary>Windows consoles interpret escape sequences only when asked to.</summary>
internal static partial class WindowsConsole
{
    private const int StandardOutput = -11;
    private const int StandardError = -12;
    private const uint EnableVirtualTerminalProcessing = 4;

    /// <summary>Asks for escape sequences; on other systems terminals always know them.</summary>
    public static bool TryEnableEscapes() =>
        !OperatingSystem.IsWindows() || (TryEnable(StandardOutput) | TryEnable(StandardError));

    private static bool TryEnable(int stream)
    {
        var handle = GetStdHandle(stream);
        return GetConsoleMode(handle, out var mode) && SetConsoleMode(handle, mode | EnableVirtualTerminalProcessing);
    }

    [LibraryImport("kernel32.dll")]
    private static partial nint GetStdHandle(int stream);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);
}
