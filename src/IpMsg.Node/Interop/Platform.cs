using System;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Interop;

/// <summary>The operating system, detected once at run time: one build serves all systems.</summary>
internal static class Platform
{
    internal static readonly bool IsWindows = Environment.OSVersion.Platform == PlatformID.Win32NT;

    /// <summary>True on .NET Framework, which Windows PowerShell 5.1 runs on.</summary>
    internal static readonly bool IsFramework =
        RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    internal static readonly bool IsMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    /// <summary>Windows or macOS; Linux for all others.</summary>
    internal static OSPlatform System => IsWindows ? OSPlatform.Windows : IsMac ? OSPlatform.OSX : OSPlatform.Linux;
}
