using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Lets a parameter for recipients take numbers as the names that were typed: somebody may well be called 007.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RecipientAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list ? list.Cast<object?>().Select(Named).ToArray() : Named(inputData)!;

    // The engine remembers how a number was written as long as nobody takes the wrapping off.
    private static object? Named(object? value) => IsNumber(value is PSObject wrapped ? wrapped.BaseObject : value) ? LanguagePrimitives.ConvertTo<string>(value) : value;

    private static bool IsNumber(object? value) => value is not (null or Enum) && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal;
}
