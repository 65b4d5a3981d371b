using System.Collections.Generic;
using IpMsg.PowerShell.TestChild;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>The code of one method while instructions are added. Jumps to an instruction reach what is added before it.</summary>
internal sealed class RewrittenCode(MethodDefinition method)
{
    private readonly ILProcessor _il = method.Body.GetILProcessor();

    internal Instruction New(OpCode code) => _il.Create(code);

    internal Instruction New(OpCode code, TypeReference type) => _il.Create(code, type);

    internal Instruction New(OpCode code, FieldReference field) => _il.Create(code, method.Module.ImportReference(field));

    internal Instruction New(OpCode code, ParameterDefinition parameter) => _il.Create(code, parameter);

    internal Instruction New(OpCode code, VariableDefinition variable) => _il.Create(code, variable);

    internal Instruction New(bool value) => _il.Create(value ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);

    internal Instruction New(int value) => _il.Create(OpCodes.Ldc_I4, value);

    internal Instruction New(string value) => _il.Create(OpCodes.Ldstr, value);

    /// <summary>A call of <see cref="CallRecorder"/>.</summary>
    internal Instruction Record(string name) =>
        _il.Create(OpCodes.Call, method.Module.ImportReference(typeof(CallRecorder).GetMethod(name)));

    internal VariableDefinition NewVariable(TypeReference type)
    {
        var variable = new VariableDefinition(type);
        method.Body.Variables.Add(variable);
        return variable;
    }

    /// <summary>Adds instructions at the start of the method, outside of any block that starts there.</summary>
    internal void InsertAtStart(IEnumerable<Instruction> added)
    {
        var first = method.Body.Instructions[0];
        foreach (var each in added)
            _il.InsertBefore(first, each);
    }

    internal void InsertAround(Instruction place, Instruction before, Instruction after)
    {
        _il.InsertAfter(place, after);
        InsertBefore(place, before);
    }

    /// <summary>The instruction at the place becomes the first of those added, and follows them as a copy.</summary>
    internal void InsertBefore(Instruction place, params IReadOnlyList<Instruction> added)
    {
        var copy = _il.Create(OpCodes.Nop);
        (copy.OpCode, copy.Operand) = (place.OpCode, place.Operand);
        (place.OpCode, place.Operand) = (added[0].OpCode, added[0].Operand);
        for (int i = 1; i < added.Count; i++)
        {
            _il.InsertAfter(place, added[i]);
            place = added[i];
        }
        _il.InsertAfter(place, copy);
    }
}
