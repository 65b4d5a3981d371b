using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Transforms each value of an argument before the engine converts it: a single value or every element of a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ElementTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list
            ? list.Cast<object?>().Select(TransformElement).ToArray()
            : TransformElement(inputData)!;

    /// <summary>The replacement of a value; the value itself when it stays.</summary>
    protected abstract object? TransformElement(object? value);
}
