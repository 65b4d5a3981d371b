using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>
/// The module as it is staged for users. These tests are compiled against the projects and run against this very folder: one copy of
/// each library in the process, the one that Import-Module loads.
/// </summary>
internal static class StagedModule
{
    internal static string Folder { get; } = Find();

    internal static string Manifest { get; } = Path.Combine(Folder, "IpMsg.psd1");

    [ModuleInitializer]
    internal static void Prepare()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            string path = Path.Combine(Folder, name.Name + ".dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };
        // What the user of this machine has set must not decide what the tests see, and the tests leave nothing in the user's folder.
        foreach (string name in (string[])["NICKNAME", "GROUP", "PORT", "BROADCAST", "ENCODING"])
            Environment.SetEnvironmentVariable("IPMSG_" + name, null);
        string keys = Directory.CreateTempSubdirectory("ipmsg-keys-").FullName;
        Environment.SetEnvironmentVariable("IPMSG_KEYPATH", keys);
        Environment.SetEnvironmentVariable("IPMSG_CONTACTS", Path.Combine(keys, "contacts.json"));
        Environment.SetEnvironmentVariable("IPMSG_NOSTORE", "1");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(keys, recursive: true);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string staged = Path.Combine(folder.FullName, "out", "IpMsg");
            if (File.Exists(Path.Combine(staged, "IpMsg.psd1")))
                return staged;
        }
        throw new DirectoryNotFoundException("There is no out/IpMsg above " + AppContext.BaseDirectory + ": build the solution first.");
    }
}
