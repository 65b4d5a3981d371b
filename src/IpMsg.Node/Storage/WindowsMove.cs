using System;
using System.Runtime.InteropServices;
using System.Threading;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>
/// Moves files and folders on Windows. A virus scanner or an indexer opens what was just written, for a moment and without sharing, and
/// Windows then refuses the move.
/// </summary>
internal static class WindowsMove
{
    private const int AccessDenied = 5, SharingViolation = 32;

    // Each pause is twice as long as the one before: together two and a half seconds. The framework's own moves have none.
    private const int FirstPauseMs = 10, Pauses = 8;

    /// <summary>Moves a file or folder to a free name. When it returns false, the reason is the last error of the thread.</summary>
    internal static bool TryMove(string from, string to) => Repeat(() => Kernel32.MoveFileExW(from, to, 0));

    /// <summary>
    /// Moves a file to a name and replaces a file there, also one that others have open, if they let it be deleted. When it returns false,
    /// the reason is the last error of the thread.
    /// </summary>
    internal static bool TryReplace(string from, string to) =>
        // The first way is atomic, but needs a file that nobody has open.
        Repeat(() => Kernel32.MoveFileExW(from, to, Kernel32.ReplaceExisting), () => Kernel32.ReplaceFileW(to, from));

    private static bool Repeat(Func<bool> move, Func<bool>? whenDenied = null)
    {
        for (int pause = 0; !move(); pause++)
        {
            int error = Marshal.GetLastWin32Error();
            if (pause == Pauses || !IsBusy(error))
                return false;
            if (error == AccessDenied && whenDenied?.Invoke() == true)
                return true;
            Thread.Sleep(FirstPauseMs << pause);
        }
        return true;
    }

    // Windows says AccessDenied for a folder with an open file in it, and for a replaced file.
    private static bool IsBusy(int error) => error is AccessDenied or SharingViolation;
}
