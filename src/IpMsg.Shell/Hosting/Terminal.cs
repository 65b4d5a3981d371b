using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;

namespace IpMsg.Shell.Hosting;

/// <summary>The process's three streams: what they are connected to, and the one place that writes to them.</summary>
internal sealed class Terminal
{
    private const int LongestPrompt = 1000;

    private readonly object _gate = new();
    private string _status = "";

    public Terminal()
    {
        UseUtf8();
        UnderstandsEscapes = WindowsConsole.TryEnableEscapes() && Environment.GetEnvironmentVariable("TERM") != "dumb";
        if (Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || !UnderstandsEscapes)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }
    }

    public bool InputIsTerminal { get; } = !Console.IsInputRedirected;

    public bool OutputIsTerminal { get; } = !Console.IsOutputRedirected;

    public bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether cursor movement and colours work where they are shown at all.</summary>
    public bool UnderstandsEscapes { get; }

    /// <summary>
    /// Columns of the screen. A file has no edge: whoever reads a log or captures a value wants whole lines, and
    /// formatting pads no line to its full width.
    /// </summary>
    public int Width => Ask(() => Console.WindowWidth) is var width and > 0 ? width : 4096;

    /// <summary>Rows of the screen.</summary>
    public int Height => Ask(() => Console.WindowHeight) is var height and > 0 ? height : 50;

    /// <summary>What stands on the screen's last line so far: the prompt of a line that is read next.</summary>
    public string CurrentLine { get; private set; } = "";

    public void Write(string text)
    {
        WriteTo(Console.Out, text, OutputIsTerminal);
        var newLine = text.LastIndexOf('\n');
        CurrentLine = newLine >= 0 ? text[(newLine + 1)..] : CurrentLine.Length > LongestPrompt ? "" : CurrentLine + text;
    }

    /// <summary>Draws the line that is being edited: at a terminal, and escape sequences as they are.</summary>
    public void WriteKeys(string text) => Console.Out.Write(text);

    public void WriteError(string text) => WriteTo(Console.Error, text, ErrorIsTerminal);

    /// <summary>Shows a line below the output that the next output replaces. Only a person wants to see it.</summary>
    public void ShowStatus(string line)
    {
        if (!ErrorIsTerminal || !UnderstandsEscapes)
        {
            return;
        }

        lock (_gate)
        {
            if (line != _status)
            {
                Console.Error.Write("\r\e[K" + line);
                _status = line;
            }
        }
    }

    private void WriteTo(TextWriter writer, string text, bool terminal)
    {
        // Who asks for escape sequences without regard to the output ($PSStyle.OutputRendering = 'Ansi') gets them in files too.
        var escapes = PSStyle.Instance.OutputRendering == OutputRendering.Ansi || (terminal && UnderstandsEscapes);
        var shown = PSHostUserInterface.GetOutputString(text, escapes);
        lock (_gate)
        {
            if (_status.Length > 0)
            {
                Console.Error.Write("\r\e[K");
                _status = "";
            }

            writer.Write(shown);
        }
    }

    private int Ask(Func<int> dimension)
    {
        try
        {
            return OutputIsTerminal ? dimension() : 0;
        }
        catch (IOException)
        {
            // A terminal that does not tell its size.
            return 0;
        }
    }

    private static void UseUtf8()
    {
        try
        {
            var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            Console.OutputEncoding = utf8;
            Console.InputEncoding = utf8;
        }
        catch (IOException)
        {
            // A Windows process without a console has no code page to set; its streams are what they are.
        }
    }
}
