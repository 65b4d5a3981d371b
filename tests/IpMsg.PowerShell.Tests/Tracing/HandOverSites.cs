using System;
using System.Linq;
using IpMsg.PowerShell.TestChild;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>
/// Makes a method report where the message comes from outside or goes outside (sockets and WriteObject), where a waiting thread is woken,
/// and where an object is kept for another thread or a later call (in a collection, a type of System.Threading or a field).
/// </summary>
internal sealed class HandOverSites(MethodDefinition method, RewrittenCode code)
{
    private static readonly string[] s_keepers = ["System.Collections.", "System.Threading."];
    private static readonly string[] s_wakers = ["Pulse", "PulseAll", "Set", "SetResult", "TrySetResult", "Release", "Signal"];
    private static readonly string[] s_lookups = ["Contains", "Remove", "TryGet", "TryRemove", "IndexOf", "Find", "Exists", "get_"];

    internal void Rewrite(Instruction each)
    {
        if (each.OpCode.Code is Code.Call or Code.Callvirt)
            RewriteCall(each, (MethodReference)each.Operand);
        else if (each.OpCode == OpCodes.Stfld)
            RewriteStore(each, (FieldReference)each.Operand);
        else if (each.OpCode == OpCodes.Stsfld && Box(((FieldReference)each.Operand).FieldType) is { } box)
            code.InsertBefore(each, code.New(OpCodes.Dup), box, code.Record(nameof(CallRecorder.Put)));
    }

    private void RewriteCall(Instruction call, MethodReference called)
    {
        string type = called.DeclaringType.FullName;
        if (type == "System.Net.Sockets.Socket" && (called.Name == "Accept" || called.Name.StartsWith("Receive", StringComparison.Ordinal)))
            code.InsertAround(call, code.Record(nameof(CallRecorder.BeginReceive)), code.Record(nameof(CallRecorder.EndReceive)));
        else if (type == "System.Net.Sockets.Socket" && called.Name == "Accept")
            code.InsertAround(call, code.Record(nameof(CallRecorder.BeginAccept)), code.Record(nameof(CallRecorder.EndAccept)));
        else if (type == "System.Net.Sockets.Socket" && called.Name.StartsWith("Send", StringComparison.Ordinal))
            code.InsertBefore(call, code.New("send"), code.Record(nameof(CallRecorder.Mark)));
        else if (type == "System.Management.Automation.Cmdlet" && called.Name == "WriteObject")
            code.InsertBefore(call, code.New("write"), code.Record(nameof(CallRecorder.Mark)));
        else if (type.StartsWith("System.Threading.", StringComparison.Ordinal) && s_wakers.Contains(called.Name))
            code.InsertBefore(call, code.New("wake"), code.Record(nameof(CallRecorder.Mark)));
        else if (Keeps(called) && call.Previous?.OpCode != OpCodes.Constrained && LastArgument(called) is { } box)
            code.InsertBefore(call, code.New(OpCodes.Dup), box, code.Record(nameof(CallRecorder.Put)));
    }

    private static bool Keeps(MethodReference called) =>
        s_keepers.Any(each => called.DeclaringType.FullName.StartsWith(each, StringComparison.Ordinal))
        && !s_lookups.Any(each => called.Name.StartsWith(each, StringComparison.Ordinal));

    private Instruction? LastArgument(MethodReference called)
    {
        if (called.Parameters.Count == 0)
            return null;
        var type = called.Parameters[^1].ParameterType;
        return Box(type switch
        {
            GenericParameter { Type: GenericParameterType.Type } of => Argument(of, called.DeclaringType),
            GenericParameter of => ((GenericInstanceMethod)called).GenericArguments[of.Position],
            _ => type,
        });
    }

    private static TypeReference Argument(GenericParameter of, TypeReference type) =>
        type is GenericInstanceType instance ? instance.GenericArguments[of.Position] : of;

    private Instruction? Box(TypeReference type)
    {
        bool isOpen = type.ContainsGenericParameter && type is not GenericParameter;
        bool hasNoBox = type.IsByReference || type.IsPrimitive || type.IsPointer || PassedValue.IsRefStruct(type);
        return isOpen || hasNoBox ? null : code.New(OpCodes.Box, type);
    }

    // A constructor stores into what is not shared yet.
    private void RewriteStore(Instruction store, FieldReference field)
    {
        var type = field.FieldType is GenericParameter of ? Argument(of, field.DeclaringType) : field.FieldType;
        if (method.IsConstructor || field.DeclaringType.Resolve() is not { IsValueType: false } || Box(type) is not { } box)
            return;
        var value = code.NewVariable(type);
        bool isVolatile = store.Previous?.OpCode == OpCodes.Volatile;
        code.InsertBefore(isVolatile ? store.Previous! : store,
            code.New(OpCodes.Stloc, value), code.New(OpCodes.Dup), code.New(OpCodes.Ldloc, value), box,
            code.Record(nameof(CallRecorder.PutField)), code.New(OpCodes.Ldloc, value));
    }
}
