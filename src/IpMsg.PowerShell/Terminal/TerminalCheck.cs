using System;
using System.Linq;
using System.Management.Automation.Host;
using IpMsg.Node.Interop;

namespace IpMsg.PowerShell.Terminal;

/// <summary>Whether somebody can type into this session and see what it writes.</summary>
internal static class TerminalCheck
{
    /// <summary>Why there is no terminal for a conversation; null when there is one.</summary>
    internal static string? WhyNone(PSHost host)
    {
        // The console of a server process belongs to somebody else; a host without a raw interface reads no keys.
        if (host.Name == "ServerRemoteHost" || !HasRawUI(host))
            return "the host of this session (" + host.Name + ") has none";
        if (Console.IsInputRedirected)
            return "the input is redirected";
        if (Console.IsOutputRedirected)
            return "the output is redirected";
        if (Environment.GetCommandLineArgs().Any(IsNonInteractive))
            return "PowerShell was started with -NonInteractive";
        if (!Platform.IsWindows && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" or "unknown")
            return "TERM names none that can move its cursor";
        return null;
    }

    private static bool HasRawUI(PSHost host)
    {
        try
        {
            return host.UI?.RawUI is { } raw && raw.WindowSize.Width > 0;
        }
        catch (Exception unsupported) when (unsupported is NotImplementedException or InvalidOperationException or HostException)
        {
            return false;
        }
    }

    // PowerShell accepts each beginning of the name that is unambiguous.
    private static bool IsNonInteractive(string argument) =>
        argument.Length >= 5 && argument[0] is ('-' or '/')
        && "noninteractive".StartsWith(argument.Substring(1), StringComparison.OrdinalIgnoreCase);
}
