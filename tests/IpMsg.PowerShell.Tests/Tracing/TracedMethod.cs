using System;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>A method of the module as its source has it: lambdas and state machines belong to the method that contains them.</summary>
internal sealed class TracedMethod
{
    internal TracedMethod(MethodDefinition method)
    {
        var type = method.DeclaringType;
        string name = method.Name;
        while (type.IsNested && type.Name.Contains('<', StringComparison.Ordinal))
        {
            name = name == "MoveNext" ? type.Name : name;
            type = type.DeclaringType;
        }
        Type = NameOf(type);
        Name = NameOf(name);
        File = SourceOf(method) is { } source ? source[(source.LastIndexOf("/src/", StringComparison.Ordinal) + 1)..] : null;
        IsFieldAccess = (method.IsGetter || method.IsSetter)
            && method.Body.Instructions.All(each => each.OpCode.FlowControl is FlowControl.Next or FlowControl.Return);
    }

    /// <summary>The type, with the types that it is nested in.</summary>
    internal string Type { get; }

    internal string Name { get; }

    /// <summary>The source file from src on; null for what the compiler adds, such as the copying of records.</summary>
    internal string? File { get; }

    /// <summary>True for a property that only reads or writes its field.</summary>
    internal bool IsFieldAccess { get; }

    public override string ToString() => Name == "ctor" ? "new " + Type : Type + "." + Name;

    // The lines of an async method or an iterator are in its state machine.
    private static string? SourceOf(MethodDefinition method)
    {
        if (method.DebugInformation.SequencePoints.FirstOrDefault() is { } point)
            return point.Document.Url.Replace('\\', '/');
        var attribute = method.CustomAttributes.FirstOrDefault(
            each => each.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal));
        var machine = (attribute?.ConstructorArguments[0].Value as TypeReference)?.Resolve();
        return machine?.Methods.Where(each => each.Name == "MoveNext").Select(SourceOf).FirstOrDefault();
    }

    private static string NameOf(TypeDefinition type) =>
        (type.DeclaringType is { } outer ? NameOf(outer) + "." : "") + type.Name.Split('`')[0];

    // A lambda is called <Method>b__0; an implementation of an interface has the interface before its last point.
    private static string NameOf(string method)
    {
        if (method.StartsWith('<') && method.IndexOf('>', StringComparison.Ordinal) is > 1 and var end)
            method = method[1..end];
        method = method[(method.LastIndexOf('.') + 1)..];
        bool isProperty = method.StartsWith("get_", StringComparison.Ordinal) || method.StartsWith("set_", StringComparison.Ordinal);
        return isProperty ? method[4..] : method;
    }
}
