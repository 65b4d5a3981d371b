using System;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Accepts numbers as typed for recipients: a member can have the name 007.</summary>
internal sealed class RecipientAttribute : ElementTransformationAttribute
{
    /// <inheritdoc/>
    // The PSObject around a number remembers how it was typed, so it stays on for the conversion.
    protected override object? TransformElement(object? value) =>
        IsNumber(value is PSObject wrapped ? wrapped.BaseObject : value) ? LanguagePrimitives.ConvertTo<string>(value) : value;

    private static bool IsNumber(object? value) =>
        value is not (null or Enum) && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal;
}
