using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.PowerShell.TestChild;
using IpMsg.PowerShell.Tests.Engine;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>A copy of the staged module whose methods report to <see cref="CallRecorder"/>.</summary>
internal sealed class TracedModule : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ipmsg-trace-");
    private readonly List<TracedMethod> _methods = [];

    internal TracedModule()
    {
        foreach (string path in Directory.GetFiles(StagedModule.Folder))
            File.Copy(path, PathOf(Path.GetFileName(path)));
        foreach (string path in Directory.GetFiles(_folder.FullName, "IpMsg.*.dll"))
            Rewrite(path);
    }

    internal string Manifest => PathOf("IpMsg.psd1");

    /// <summary>The methods, by the numbers under which they report.</summary>
    internal IReadOnlyList<TracedMethod> Methods => _methods;

    /// <summary>The path of a file beside the module.</summary>
    internal string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Rewrite(string path)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(StagedModule.Folder);
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        var reading = new ReaderParameters
        {
            InMemory = true,
            ReadSymbols = true,
            SymbolReaderProvider = new EmbeddedPortablePdbReaderProvider(),
            AssemblyResolver = resolver,
        };
        using var assembly = AssemblyDefinition.ReadAssembly(path, reading);
        foreach (var type in assembly.MainModule.GetTypes().ToList())
        {
            // The fields of a ref struct are read where it is an argument: it cannot be boxed.
            foreach (var field in type.Fields.Where(_ => PassedValue.IsRefStruct(type)))
                field.IsPublic = true;
            foreach (var method in type.Methods.Where(each => each.HasBody))
            {
                _methods.Add(new TracedMethod(method));
                new MethodRewriter(method, _methods.Count - 1).Rewrite();
            }
        }
        assembly.Write(path);
    }
}
