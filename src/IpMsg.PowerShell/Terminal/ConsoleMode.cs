using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.PowerShell.Terminal;

/// <summary>The console while a conversation uses it: Ctrl+C is a key, and pasted text is marked. The end restores both.</summary>
internal sealed class ConsoleMode : IDisposable
{
    private const string MarkPaste = "\x1b[?2004h", MarkNoPaste = "\x1b[?2004l";

    private readonly bool _treatedControlCAsInput = Console.TreatControlCAsInput;

    internal ConsoleMode()
    {
        Console.TreatControlCAsInput = true;
        Write(MarkPaste);
    }

    public void Dispose()
    {
        try
        {
            Write(MarkNoPaste);
            Console.TreatControlCAsInput = _treatedControlCAsInput;
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
    }

    // The console of Windows could show the sequence.
    private static void Write(string sequence)
    {
        if (!Platform.IsWindows)
            Console.Out.Write(sequence);
    }
}
