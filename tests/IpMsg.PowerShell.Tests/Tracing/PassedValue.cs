using System.Collections.Generic;
using System.Linq;
using IpMsg.PowerShell.TestChild;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>Code that shows an argument or a result to <see cref="CallRecorder"/>.</summary>
internal sealed class PassedValue(RewrittenCode code)
{
    internal static bool IsRefStruct(TypeReference type) =>
        type.Resolve()?.CustomAttributes.Any(each => each.AttributeType.Name == "IsByRefLikeAttribute") == true;

    internal static TypeReference WithoutModifier(TypeReference type) => type is IModifierType modified ? modified.ElementType : type;

    internal IEnumerable<Instruction> Argument(ParameterDefinition parameter, bool isResult)
    {
        var type = WithoutModifier(parameter.ParameterType);
        var load = code.New(OpCodes.Ldarg, parameter);
        return type is ByReferenceType { ElementType: var value }
            ? Show(value, [load, code.New(OpCodes.Ldobj, value)], code.New(OpCodes.Ldarg, parameter), isResult)
            : Show(type, [load], code.New(OpCodes.Ldarga, parameter), isResult);
    }

    internal IEnumerable<Instruction> Result(VariableDefinition result) =>
        Show(result.VariableType, [code.New(OpCodes.Ldloc, result)], code.New(OpCodes.Ldloca, result), isResult: true);

    private IEnumerable<Instruction> Show(TypeReference type, IEnumerable<Instruction> load, Instruction loadAddress, bool isResult)
    {
        if (type.IsPointer || type.IsPrimitive)
            return [];
        if (SpanMethod(type) is { } span)
            return [.. load, code.New(isResult), code.Record(span)];
        if (IsRefStruct(type))
            return type.Resolve().Fields.Where(each => !each.IsStatic).SelectMany(each => ShowField(each, loadAddress, isResult));
        return [.. load, code.New(OpCodes.Box, type), code.New(isResult), code.Record(nameof(CallRecorder.Pass))];
    }

    private IEnumerable<Instruction> ShowField(FieldDefinition field, Instruction loadAddress, bool isResult)
    {
        if (SpanMethod(field.FieldType) is not { } span)
            return [];
        var load = loadAddress.OpCode == OpCodes.Ldloca
            ? code.New(loadAddress.OpCode, (VariableDefinition)loadAddress.Operand)
            : code.New(loadAddress.OpCode, (ParameterDefinition)loadAddress.Operand);
        return [load, code.New(OpCodes.Ldfld, field), code.New(isResult), code.Record(span)];
    }

    private static string? SpanMethod(TypeReference type) => type.FullName switch
    {
        "System.ReadOnlySpan`1<System.Byte>" => nameof(CallRecorder.PassBytes),
        "System.ReadOnlySpan`1<System.Char>" => nameof(CallRecorder.PassText),
        "System.Span`1<System.Byte>" => nameof(CallRecorder.PassBuffer),
        _ => null,
    };
}
