using System;
using System.IO;
using System.Reflection;

namespace IpMsg.Mono;

/// <summary>Runs every part with the libraries of a module's folder, loaded as Windows PowerShell loads them. Exit code 0 or 1.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("Usage: IpMsg.Mono <folder of the module>");
            return 1;
        }
        string module = Path.GetFullPath(arguments[0]);
        AppDomain.CurrentDomain.AssemblyResolve += (_, asked) => Load(module, new AssemblyName(asked.Name));
        string folder = Path.Combine(Path.GetTempPath(), "ipmsg-mono-" + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        try
        {
            Run(new Stage(folder));
            return 0;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // No part of the caller: the libraries are loaded when this method is compiled.
    private static void Run(Stage stage)
    {
        Messages.Run(stage);
        Messages.RunPlain(stage);
        Messages.RunOld(stage);
        Files.Run(stage, isEncrypted: false);
        Files.Run(stage, isEncrypted: true);
        Store.Run(stage);
    }

    // Another version than the one that is asked for would be none in Windows PowerShell.
    private static Assembly? Load(string folder, AssemblyName wanted)
    {
        string path = Path.Combine(folder, wanted.Name + ".dll");
        return File.Exists(path) && AssemblyName.GetAssemblyName(path).Version == wanted.Version ? Assembly.LoadFrom(path) : null;
    }
}
