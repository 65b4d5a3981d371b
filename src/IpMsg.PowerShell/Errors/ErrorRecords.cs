using System;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell;

/// <summary>The one place where exceptions become error records: id, category, target and the way out.</summary>
internal static class ErrorRecords
{
    internal static ErrorRecord From(IpMsgException exception)
    {
        return new ErrorRecord(exception, exception.Reason.ToString(), CategoryOf(exception.Reason), exception.Target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Advice ?? AdviceFor(exception.Reason) },
        };
    }

    /// <summary>The way out where whoever found the trouble knew no better one.</summary>
    private static string AdviceFor(IpMsgReason reason) => reason switch
    {
        IpMsgReason.InvalidAddress => "Give an address such as 192.168.1.255, or one with a port such as 192.168.1.5:2425.",
        IpMsgReason.InvalidEncoding => "Give a code page such as shift_jis, gb18030 or 1252; Tab shows the usual ones.",
        IpMsgReason.InvalidFilter => "Give addresses such as 10.1.2.3, or networks such as 10.1.0.0/16.",
        IpMsgReason.InvalidLogPath => "Give a file in a folder that exists and may be written to, or a folder ending in a separator.",
        IpMsgReason.InvalidKeyPath => "Give a folder that may be written to.",
        IpMsgReason.AttachmentNotFound => "Give the path of a file or folder that exists.",
        IpMsgReason.AttachmentUnreadable => "Give a file or folder that you may read.",
        IpMsgReason.AttachmentNotSupported => "Give files and folders, and as images PNG files of at most 10 MiB.",
        IpMsgReason.InvalidAttachment => "Give messages or attachments as Receive-IpMsg emitted them, or lines of the message log.",
        IpMsgReason.InvalidDestination => "Give a folder that exists; New-Item makes one.",
        IpMsgReason.InvalidMessage => "Receive-IpMsg -Recent shows the messages that were taken last.",
        IpMsgReason.ListenerStopped => "Start-IpMsgListener starts one.",
        _ => "about_IpMsg tells more.",
    };

    private static ErrorCategory CategoryOf(IpMsgReason reason) => reason switch
    {
        IpMsgReason.ListenerPortInUse or IpMsgReason.ListenerAlreadyRunning => ErrorCategory.ResourceExists,
        IpMsgReason.ListenerAddressUnavailable or IpMsgReason.ListenerNotRunning or IpMsgReason.ListenerStopped
            or IpMsgReason.AttachmentUnavailable => ErrorCategory.ResourceUnavailable,
        IpMsgReason.ListenerAccessDenied => ErrorCategory.PermissionDenied,
        IpMsgReason.ListenerFailed or IpMsgReason.SenderUnreachable => ErrorCategory.ConnectionError,
        IpMsgReason.InvalidLogPath or IpMsgReason.InvalidKeyPath or IpMsgReason.TargetNotWritable => ErrorCategory.WriteError,
        IpMsgReason.TransferBroken => ErrorCategory.ReadError,
        IpMsgReason.AttachmentRejected => ErrorCategory.SecurityError,
        IpMsgReason.StreamMalformed => ErrorCategory.InvalidData,
        IpMsgReason.InvalidAddress or IpMsgReason.InvalidEncoding or IpMsgReason.InvalidFilter or IpMsgReason.InvalidEnvironment
            or IpMsgReason.InvalidRecipient or IpMsgReason.NoRecipient or IpMsgReason.NoText or IpMsgReason.AmbiguousInput
            or IpMsgReason.RecipientAmbiguous or IpMsgReason.InvalidMessage or IpMsgReason.InvalidAttachment or IpMsgReason.InvalidDestination => ErrorCategory.InvalidArgument,
        IpMsgReason.KeyStoreDamaged or IpMsgReason.InvalidKeyFile => ErrorCategory.InvalidData,
        IpMsgReason.InvalidKey or IpMsgReason.NoKeys => ErrorCategory.InvalidOperation,
        IpMsgReason.KeyNotFound => ErrorCategory.ObjectNotFound,
        IpMsgReason.MemberKeyChanged or IpMsgReason.EncryptionNotPossible => ErrorCategory.SecurityError,
        IpMsgReason.InputNotSupported or IpMsgReason.AttachmentNotSupported => ErrorCategory.InvalidType,
        IpMsgReason.AttachmentUnreadable => ErrorCategory.PermissionDenied,
        IpMsgReason.RecipientNotFound or IpMsgReason.MemberNotFound or IpMsgReason.AttachmentNotFound => ErrorCategory.ObjectNotFound,
        IpMsgReason.MessageTooLong or IpMsgReason.LimitExceeded => ErrorCategory.LimitsExceeded,
        IpMsgReason.MessageUnconfirmed or IpMsgReason.HostListNotAnswered or IpMsgReason.TransferTimedOut => ErrorCategory.OperationTimeout,
        IpMsgReason.AttachmentNotTaken => ErrorCategory.OperationStopped,
        IpMsgReason.MessageRefused => ErrorCategory.WriteError,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a category."),
    };
}
