using System;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell;

/// <summary>The one place where exceptions become error records: id, category, target and the way out.</summary>
internal static class ErrorRecords
{
    internal static ErrorRecord From(IpMsgException exception)
    {
        var record = new ErrorRecord(exception, exception.Reason.ToString(), CategoryOf(exception.Reason), exception.Target);
        if (exception.Advice is { } advice)
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = advice };
        return record;
    }

    private static ErrorCategory CategoryOf(IpMsgReason reason) => reason switch
    {
        IpMsgReason.ListenerPortInUse or IpMsgReason.ListenerAlreadyRunning => ErrorCategory.ResourceExists,
        IpMsgReason.ListenerAddressUnavailable or IpMsgReason.ListenerNotRunning or IpMsgReason.ListenerStopped => ErrorCategory.ResourceUnavailable,
        IpMsgReason.ListenerAccessDenied => ErrorCategory.PermissionDenied,
        IpMsgReason.ListenerFailed => ErrorCategory.ConnectionError,
        IpMsgReason.InvalidLogPath or IpMsgReason.InvalidKeyPath => ErrorCategory.WriteError,
        IpMsgReason.InvalidAddress or IpMsgReason.InvalidEncoding or IpMsgReason.InvalidFilter or IpMsgReason.InvalidEnvironment
            or IpMsgReason.InvalidRecipient or IpMsgReason.NoRecipient or IpMsgReason.NoText or IpMsgReason.AmbiguousInput
            or IpMsgReason.RecipientAmbiguous or IpMsgReason.InvalidMessage => ErrorCategory.InvalidArgument,
        IpMsgReason.InputNotSupported => ErrorCategory.InvalidType,
        IpMsgReason.RecipientNotFound or IpMsgReason.MemberNotFound => ErrorCategory.ObjectNotFound,
        IpMsgReason.MessageTooLong => ErrorCategory.LimitsExceeded,
        IpMsgReason.MessageUnconfirmed or IpMsgReason.HostListNotAnswered => ErrorCategory.OperationTimeout,
        IpMsgReason.MessageRefused => ErrorCategory.WriteError,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a category."),
    };
}
