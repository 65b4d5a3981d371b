using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace IpMsg.PowerShell.Tests.Framework;

/// <summary>The metadata of a library on disk; nothing of it is loaded or run.</summary>
internal sealed class Library : IDisposable
{
    private readonly PEReader _file;
    private readonly Dictionary<string, TypeDefinitionHandle> _types;
    private readonly Dictionary<string, AssemblyReferenceHandle> _forwarded = [];

    internal Library(string path)
    {
        _file = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        Reader = _file.GetMetadataReader();
        Name = Reader.GetAssemblyDefinition().GetAssemblyName();
        _types = Reader.TypeDefinitions.ToDictionary(each => TypeNames.Of(Reader, Reader.GetTypeDefinition(each)));
        foreach (var each in Reader.ExportedTypes)
            _forwarded[TypeNames.Of(Reader, Reader.GetExportedType(each))] = Home(Reader.GetExportedType(each));
    }

    internal MetadataReader Reader { get; }

    internal AssemblyName Name { get; }

    internal IEnumerable<AssemblyName> References =>
        Reader.AssemblyReferences.Select(each => Reader.GetAssemblyReference(each).GetAssemblyName());

    /// <summary>The type's definition here.</summary>
    internal bool TryFind(string type, out TypeDefinitionHandle found) => _types.TryGetValue(type, out found);

    /// <summary>Where the type has moved to; null when it has not moved.</summary>
    internal AssemblyName? Forwarded(string type) =>
        _forwarded.TryGetValue(type, out var home) ? Reader.GetAssemblyReference(home).GetAssemblyName() : null;

    public void Dispose() => _file.Dispose();

    private AssemblyReferenceHandle Home(ExportedType type) =>
        type.Implementation.Kind == HandleKind.ExportedType
            ? Home(Reader.GetExportedType((ExportedTypeHandle)type.Implementation))
            : (AssemblyReferenceHandle)type.Implementation;
}
