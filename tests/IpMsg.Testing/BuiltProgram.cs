using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace IpMsg.Testing;

/// <summary>A program of a test project, which its build puts beside the tests.</summary>
public static class BuiltProgram
{
    /// <summary>What starts it with the runtime that runs the tests, wherever that is installed.</summary>
    public static ProcessStartInfo Start(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? name + ".exe" : name);
        var start = new ProcessStartInfo(path) { UseShellExecute = false };
        // The runtime's folder is shared/Microsoft.NETCore.App/version below that of .NET.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return start;
    }
}
