using System.Collections.Generic;
using System.Linq;
using IpMsg.PowerShell.TestChild;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>Makes one method report that it is entered and left, and what passes through it.</summary>
internal sealed class MethodRewriter
{
    private readonly MethodDefinition _method;
    private readonly int _number;
    private readonly RewrittenCode _code;
    private readonly PassedValue _values;
    private readonly VariableDefinition _before;

    internal MethodRewriter(MethodDefinition method, int number)
    {
        _method = method;
        _number = number;
        method.Body.SimplifyMacros();
        method.Body.InitLocals = true;
        _code = new RewrittenCode(method);
        _values = new PassedValue(_code);
        _before = _code.NewVariable(method.Module.TypeSystem.Int32);
    }

    internal void Rewrite()
    {
        var body = _method.Body;
        List<Instruction> handlers =
            [.. body.ExceptionHandlers.SelectMany(each => new[] { each.HandlerStart, each.FilterStart }).OfType<Instruction>()];
        var sites = new HandOverSites(_method, _code);
        foreach (var each in body.Instructions.ToList())
        {
            if (each.OpCode == OpCodes.Ret)
                RewriteReturn(each);
            else
                sites.Rewrite(each);
        }
        // An exception has ended what was called.
        foreach (var each in handlers)
            _code.InsertBefore(each, _code.New(OpCodes.Ldloc, _before), _code.Record(nameof(CallRecorder.EndCallees)));
        _code.InsertAtStart(
        [
            _code.New(_number), _code.Record(nameof(CallRecorder.Enter)), _code.New(OpCodes.Stloc, _before),
            .. _method.Parameters.Where(each => !each.IsOut).SelectMany(each => _values.Argument(each, isResult: false)),
        ]);
        body.OptimizeMacros();
    }

    private void RewriteReturn(Instruction ret)
    {
        List<Instruction> added = [_code.New(OpCodes.Ldloc, _before), _code.Record(nameof(CallRecorder.EndCallees))];
        var type = PassedValue.WithoutModifier(_method.ReturnType);
        if (type.MetadataType != MetadataType.Void && !type.IsByReference)
        {
            var result = _code.NewVariable(type);
            added.AddRange([_code.New(OpCodes.Stloc, result), .. _values.Result(result), _code.New(OpCodes.Ldloc, result)]);
        }
        foreach (var parameter in _method.Parameters)
        {
            if (PassedValue.WithoutModifier(parameter.ParameterType).IsByReference && !parameter.IsIn)
                added.AddRange(_values.Argument(parameter, isResult: true));
        }
        if (_method is { IsConstructor: true, IsStatic: false, DeclaringType.IsValueType: false })
            added.AddRange([_code.New(OpCodes.Ldarg, _method.Body.ThisParameter), _code.Record(nameof(CallRecorder.Construct))]);
        added.AddRange([_code.New(OpCodes.Ldloc, _before), _code.Record(nameof(CallRecorder.Leave))]);
        _code.InsertBefore(ret, added);
    }
}
