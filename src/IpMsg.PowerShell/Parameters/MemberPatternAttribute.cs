using System.Management.Automation;
using IpMsg.PowerShell.Contacts;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Accepts members, messages, deliveries and addresses for a member name, and converts them to endpoints.</summary>
internal sealed class MemberPatternAttribute : ElementTransformationAttribute
{
    /// <inheritdoc/>
    // An address without a port stands for every port at it.
    protected override object? TransformElement(object? value) =>
        ContactInput.PatternOf(value) is { } contact ? contact
        : value is null || RecipientReader.Read(value, 0, out bool isGuess) is not { } recipient ? value
        : WildcardPattern.Escape(isGuess ? recipient.EndPoint.Address.ToString() : recipient.EndPoint.ToString());
}
