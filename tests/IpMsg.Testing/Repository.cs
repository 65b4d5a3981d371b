using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpMsg.Testing;

/// <summary>The working tree in which the tests were built, for tests that read its sources and pages.</summary>
public static class Repository
{
    /// <summary>The folder that holds IpMsg.PowerShell.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files below a folder of the repository, without build output.</summary>
    /// <param name="folder">A folder relative to the root, such as <c>docs/protocol</c>.</param>
    /// <param name="pattern">A pattern of file names, such as <c>*.cs</c>.</param>
    public static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Where(path => !IsBuildOutput(path));

    private static bool IsBuildOutput(string path) =>
        Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IpMsg.PowerShell.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("There is no IpMsg.PowerShell.sln above " + AppContext.BaseDirectory + ".");
    }
}
