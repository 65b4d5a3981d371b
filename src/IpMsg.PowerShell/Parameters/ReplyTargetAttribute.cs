using System;
using System.Management.Automation;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Accepts what can be answered: received messages, also of the history, and deserialized ones.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReplyTargetAttribute : ValidateArgumentsAttribute
{
    private const string History = nameof(IpMsgHistoryEntry), Message = nameof(IpMsgMessage);

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object value = arguments is PSObject wrapped and { BaseObject: not PSCustomObject } ? wrapped.BaseObject : arguments;
        if (value is IpMsgHistoryEntry { From: null })
            throw new ValidationMetadataException("The message was sent by this user. Give its recipients as -To.");
        bool isMessage = value is IpMsgMessage or IpMsgHistoryEntry
            || value is PSObject { TypeNames.Count: > 0 } custom
                && (Ends(custom, Message) || Ends(custom, History) || custom.Properties["From"]?.Value is PSObject);
        if (!isMessage || RecipientReader.Read(value, 0, out _) is null)
        {
            throw new ValidationMetadataException(
                "'" + value + "' is not a received message, as Receive-IpMsg and Get-IpMsgHistory write them.");
        }
    }

    private static bool Ends(PSObject value, string name) => value.TypeNames[0].EndsWith("." + name, StringComparison.Ordinal);
}
