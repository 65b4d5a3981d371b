using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpMsg.Shell;

/// <summary>Finds the IpMsg module that the shell imports.</summary>
internal static class ModuleLocator
{
    private const string Manifest = "IpMsg.psd1";
    private const string Variable = "IPMSG_MODULE_PATH";

    /// <summary>The folder of the modules that the shell adds to those of PowerShell's SDK.</summary>
    public static string Modules { get; } = Path.Combine(AppContext.BaseDirectory, "Modules");

    /// <summary>Returns the manifest: beside the shell, in the folder that the environment names, or where a build stages it.</summary>
    /// <exception cref="FileNotFoundException">The module is in none of these places.</exception>
    public static string Find()
    {
        string[] folders = [.. Folders()];
        return folders.Select(folder => Path.Combine(folder, Manifest)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The IpMsg module is neither beside the shell nor in the folder that {Variable} names. "
                + $"Folders without {Manifest}: {string.Join(", ", folders)}");
    }

    private static IEnumerable<string> Folders()
    {
        yield return Path.Combine(Modules, "IpMsg");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            // Only this folder: a module from another one would surprise the user.
            bool isManifest = named.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase);
            yield return Path.GetFullPath(isManifest ? Path.GetDirectoryName(named)! : named);
            yield break;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string staged = Path.Combine(folder.FullName, "out", "IpMsg");
            if (Directory.Exists(staged))
                yield return staged;
        }
    }
}
