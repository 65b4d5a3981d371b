using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Reflection.Metadata;

namespace IpMsg.PowerShell.Tests.Framework;

/// <summary>
/// Spells the types of a signature, without their assemblies, so that a reference can be compared with what it refers to.
/// </summary>
/// <remarks>The context is the type arguments of the type that the signature is read in; null leaves its parameters as they are.</remarks>
internal sealed class TypeNames : ISignatureTypeProvider<string, ImmutableArray<string>?>
{
    internal static readonly TypeNames Instance = new();

    internal static string Of(MetadataReader reader, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Of(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)) + "/" + reader.GetString(type.Name)
            : Join(reader.GetString(type.Namespace), reader.GetString(type.Name));

    internal static string Of(MetadataReader reader, TypeDefinition type) =>
        type.GetDeclaringType() is { IsNil: false } outer
            ? Of(reader, reader.GetTypeDefinition(outer)) + "/" + reader.GetString(type.Name)
            : Join(reader.GetString(type.Namespace), reader.GetString(type.Name));

    internal static string Of(MetadataReader reader, ExportedType type) =>
        type.Implementation.Kind == HandleKind.ExportedType
            ? Of(reader, reader.GetExportedType((ExportedTypeHandle)type.Implementation)) + "/" + reader.GetString(type.Name)
            : Join(reader.GetString(type.Namespace), reader.GetString(type.Name));

    internal static string Of(MethodSignature<string> signature) => string.Create(CultureInfo.InvariantCulture,
        $"{signature.Header} {signature.ReturnType} `{signature.GenericParameterCount}"
            + $"({string.Join(", ", signature.ParameterTypes.Take(signature.RequiredParameterCount))})");

    public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[" + new string(',', shape.Rank - 1) + ".]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => "method " + Of(signature);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        genericType + "<" + string.Join(", ", typeArguments) + ">";

    public string GetGenericMethodParameter(ImmutableArray<string>? genericContext, int index) =>
        "!!" + index.ToString(CultureInfo.InvariantCulture);

    public string GetGenericTypeParameter(ImmutableArray<string>? genericContext, int index) =>
        genericContext is { } arguments ? arguments[index] : "!" + index.ToString(CultureInfo.InvariantCulture);

    // The same signature with a modifier is another signature.
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        unmodifiedType + (isRequired ? " modreq " : " modopt ") + modifier;

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Of(reader, reader.GetTypeDefinition(handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Of(reader, reader.GetTypeReference(handle));

    public string GetTypeFromSpecification(MetadataReader reader, ImmutableArray<string>? genericContext, TypeSpecificationHandle handle,
        byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string Join(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
