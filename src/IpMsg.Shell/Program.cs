using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Shell.CommandLine;
using IpMsg.Shell.Hosting;
using IpMsg.Shell.Running;

namespace IpMsg.Shell;

/// <summary>The shell's entry.</summary>
internal static class Program
{
    /// <summary>What BSD's sysexits.h calls a usage error, and what pwsh returns for one.</summary>
    private const int BadUsage = 64;

    /// <summary>The module could not be found or loaded.</summary>
    private const int NoModule = 1;

    public static int Main(string[] arguments)
    {
        var terminal = new Terminal();
        try
        {
            var options = OptionParser.Parse(arguments);
            return options.Mode switch
            {
                ShellMode.Help => Print(terminal, Usage.Text),
                ShellMode.Version => Print(terminal, $"IpMsg.Shell {ShellHost.ShellVersion}"),
                _ => new ShellProcess(terminal, options).Run(),
            };
        }
        catch (UsageException error)
        {
            return Complain(terminal, error.Message, BadUsage);
        }
        catch (FileNotFoundException error)
        {
            return Complain(terminal, error.Message, NoModule);
        }
        catch (RuntimeException error)
        {
            return Complain(terminal, $"The IpMsg module cannot be loaded: {(error.InnerException ?? error).Message}", NoModule);
        }
    }

    private static int Print(Terminal terminal, string text)
    {
        terminal.Write(text + Environment.NewLine);
        return 0;
    }

    private static int Complain(Terminal terminal, string message, int exitCode)
    {
        terminal.WriteError($"IpMsg.Shell: {message}{Environment.NewLine}");
        return exitCode;
    }
}
