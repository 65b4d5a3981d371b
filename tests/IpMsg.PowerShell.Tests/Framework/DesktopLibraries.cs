using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace IpMsg.PowerShell.Tests.Framework;

/// <summary>
/// What Windows PowerShell 5.1 finds when the module asks for a library: .NET Framework 4.7.2, the engine, and what lies in the module's
/// folder. The framework takes the place of older versions of itself; a library of the folder has to be the very version that is asked for,
/// because a module cannot redirect.
/// </summary>
internal sealed class DesktopLibraries : IDisposable
{
    private readonly Dictionary<string, Library> _framework;
    private readonly Dictionary<string, Library> _folder;

    internal DesktopLibraries(string moduleFolder)
    {
        string framework = MetadataOfTests.Folder("FrameworkFolder");
        _framework = Read([framework, Path.Combine(framework, "Facades"), MetadataOfTests.Folder("EngineFolder")]);
        _folder = Read([moduleFolder]);
    }

    /// <summary>What is shipped.</summary>
    internal IReadOnlyCollection<Library> Shipped => _folder.Values;

    /// <summary>The library that a reference leads to; null with the reason when there is none.</summary>
    internal Library? Find(AssemblyName wanted, out string? why)
    {
        why = null;
        bool isFramework = _framework.TryGetValue(wanted.Name!, out var found);
        if (!isFramework && !_folder.TryGetValue(wanted.Name!, out found))
            why = "is neither in .NET Framework 4.7.2 nor in the folder of the module";
        else if (!wanted.GetPublicKeyToken()!.SequenceEqual(found!.Name.GetPublicKeyToken()!))
            why = "has another key than " + found.Name;
        else if (isFramework ? found.Name.Version < wanted.Version : IsStrong(wanted) && found.Name.Version != wanted.Version)
            why = "is there as " + found.Name.Version;
        return why is null ? found : null;
    }

    public void Dispose()
    {
        foreach (var each in _framework.Values.Concat(_folder.Values))
            each.Dispose();
    }

    // .NET Framework does not look at the version of a library without a key.
    private static bool IsStrong(AssemblyName name) => name.GetPublicKeyToken() is { Length: > 0 };

    private static Dictionary<string, Library> Read(IEnumerable<string> folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"))
        // Two files of the framework are parts of another library.
        .Where(path => !Path.GetFileName(path).StartsWith("System.EnterpriseServices.", StringComparison.Ordinal))
        .Select(path => new Library(path))
        .ToDictionary(each => each.Name.Name!, StringComparer.OrdinalIgnoreCase);
}
