using System;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Interop;

/// <summary>Which system this is, asked once. One build serves all of them, so the question is asked at run time.</summary>
internal static class Platform
{
    internal static readonly bool IsWindows = Environment.OSVersion.Platform == PlatformID.Win32NT;

    internal static readonly bool IsMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
}
