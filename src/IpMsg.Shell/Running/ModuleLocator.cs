using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpMsg.Shell.Running;

/// <summary>Finds the IpMsg module that the shell loads.</summary>
internal static class ModuleLocator
{
    private const string Manifest = "IpMsg.psd1";
    private const string Variable = "IPMSG_MODULE_PATH";

    /// <summary>The manifest: beside the shell, where the environment says, or where a build has staged it.</summary>
    /// <exception cref="FileNotFoundException">In none of these places.</exception>
    public static string Find()
    {
        var places = Places().ToArray();
        return places.Select(folder => Path.Combine(folder, Manifest)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The IpMsg module is neither beside the shell nor in the folder that {Variable} names. "
                + $"Looked for {Manifest} in: {string.Join(", ", places)}");
    }

    private static IEnumerable<string> Places()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "IpMsg");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            // Where somebody named a folder, another one found by chance would be a surprise.
            yield return Path.GetFullPath(named.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(named)! : named);
            yield break;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "out", "IpMsg")))
            {
                yield return Path.Combine(folder.FullName, "out", "IpMsg");
            }
        }
    }
}
