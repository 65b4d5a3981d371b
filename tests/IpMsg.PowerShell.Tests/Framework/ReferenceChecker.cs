using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace IpMsg.PowerShell.Tests.Framework;

/// <summary>Follows every reference of a library to what it refers to, as the runtime does on first use.</summary>
internal sealed class ReferenceChecker(DesktopLibraries libraries)
{
    /// <summary>How many references have been followed.</summary>
    internal int Count { get; private set; }

    /// <summary>What a library refers to and what is not there, a line each.</summary>
    internal IEnumerable<string> Missing(Library library)
    {
        var reader = library.Reader;
        foreach (var wanted in library.References)
        {
            Count++;
            if (libraries.Find(wanted, out string? why) is null)
                yield return $"{library.Name.Name}: the library {wanted} {why}";
        }
        foreach (var handle in reader.TypeReferences)
        {
            Count++;
            if (Find(library, handle) is null)
                yield return $"{library.Name.Name}: the type {TypeNames.Of(reader, reader.GetTypeReference(handle))}";
        }
        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            Count++;
            if (Owner(library, member.Parent) is { } owner && !Has(owner, library, member))
                yield return $"{library.Name.Name}: {owner.Name}.{reader.GetString(member.Name)} {Signature(reader, member)}";
        }
    }

    private Place? Find(Library from, TypeReferenceHandle handle)
    {
        var type = from.Reader.GetTypeReference(handle);
        var outermost = type;
        while (outermost.ResolutionScope.Kind == HandleKind.TypeReference)
            outermost = from.Reader.GetTypeReference((TypeReferenceHandle)outermost.ResolutionScope);
        string name = TypeNames.Of(from.Reader, type);
        return outermost.ResolutionScope.Kind switch
        {
            HandleKind.AssemblyReference =>
                Find(from.Reader.GetAssemblyReference((AssemblyReferenceHandle)outermost.ResolutionScope).GetAssemblyName(), name),
            HandleKind.ModuleDefinition when from.TryFind(name, out var here) => new Place(from, here, null),
            _ => null,
        };
    }

    private Place? Find(AssemblyName home, string type)
    {
        for (int moves = 0; moves < 8; moves++)
        {
            if (libraries.Find(home, out _) is not { } library)
                return null;
            if (library.TryFind(type, out var here))
                return new Place(library, here, null);
            if (library.Forwarded(type) is not { } next)
                return null;
            home = next;
        }
        return null;
    }

    /// <summary>The type that a member is looked for in; null when it is missing itself, which is told already, or an array.</summary>
    private Place? Owner(Library from, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Find(from, (TypeReferenceHandle)handle),
        HandleKind.TypeDefinition => new Place(from, (TypeDefinitionHandle)handle, null),
        HandleKind.TypeSpecification => Instance(from, (TypeSpecificationHandle)handle, null),
        _ => null,
    };

    private Place? Instance(Library from, TypeSpecificationHandle handle, ImmutableArray<string>? context)
    {
        var blob = from.Reader.GetBlobReader(from.Reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadCompressedInteger();
        var generic = Owner(from, blob.ReadTypeHandle());
        var decoder = new SignatureDecoder<string, ImmutableArray<string>?>(TypeNames.Instance, from.Reader, context);
        var arguments = ImmutableArray.CreateBuilder<string>();
        for (int count = blob.ReadCompressedInteger(); count > 0; count--)
            arguments.Add(decoder.DecodeType(ref blob));
        return generic is null ? null : generic with { Arguments = arguments.ToImmutable() };
    }

    // A member may be found in a base type; there the type's arguments have other names. What is asked for is spelled with the parameters
    // of the type that it is asked of.
    private bool Has(Place? place, Library from, MemberReference member)
    {
        string wanted = Signature(from.Reader, member);
        string name = from.Reader.GetString(member.Name);
        bool isField = member.GetKind() == MemberReferenceKind.Field;
        place = place! with { Arguments = null };
        while (place is not null)
        {
            var reader = place.Library.Reader;
            var type = place.Definition;
            var context = place.Arguments;
            bool isHere = isField
                ? type.GetFields().Select(reader.GetFieldDefinition).Any(each => reader.StringComparer.Equals(each.Name, name)
                    && IsOpen(place, from, (int)each.Attributes) && each.DecodeSignature(TypeNames.Instance, context) == wanted)
                : type.GetMethods().Select(reader.GetMethodDefinition).Any(each => reader.StringComparer.Equals(each.Name, name)
                    && IsOpen(place, from, (int)each.Attributes)
                    && TypeNames.Of(each.DecodeSignature(TypeNames.Instance, context)) == wanted);
            if (isHere)
                return true;
            place = type.BaseType.IsNil || name == ".ctor" ? null
                : type.BaseType.Kind == HandleKind.TypeSpecification
                    ? Instance(place.Library, (TypeSpecificationHandle)type.BaseType, context)
                : Owner(place.Library, type.BaseType);
        }
        return false;
    }

    // Fields and methods have the same words for this. Our own libraries show each other what is internal.
    private static bool IsOpen(Place place, Library from, int attributes)
    {
        var access = (MethodAttributes)attributes & MethodAttributes.MemberAccessMask;
        return place.Library == from || access >= MethodAttributes.Family
            || access == MethodAttributes.Assembly && IsOurs(place.Library) && IsOurs(from);
    }

    private static bool IsOurs(Library library) => library.Name.Name!.StartsWith("IpMsg.", StringComparison.Ordinal);

    private static string Signature(MetadataReader reader, MemberReference member) => member.GetKind() == MemberReferenceKind.Field
        ? member.DecodeFieldSignature(TypeNames.Instance, null)
        : TypeNames.Of(member.DecodeMethodSignature(TypeNames.Instance, null));

    /// <summary>A type, where it is defined, with its arguments.</summary>
    private sealed record Place(Library Library, TypeDefinitionHandle Handle, ImmutableArray<string>? Arguments)
    {
        internal TypeDefinition Definition => Library.Reader.GetTypeDefinition(Handle);

        internal string Name => TypeNames.Of(Library.Reader, Definition);
    }
}
