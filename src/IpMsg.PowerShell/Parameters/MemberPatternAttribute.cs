using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Lets a parameter for names of members take members, messages, deliveries and addresses as well, for where they are.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MemberPatternAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list ? list.Cast<object?>().Select(Pattern).ToArray() : Pattern(inputData)!;

    // Of a mere address the port is not known, and any will do.
    private static object? Pattern(object? value) =>
        value is null || RecipientReader.Read(value, 0, out bool isGuess) is not { } recipient ? value
        : WildcardPattern.Escape(isGuess ? recipient.EndPoint.Address.ToString() : recipient.EndPoint.ToString());
}
