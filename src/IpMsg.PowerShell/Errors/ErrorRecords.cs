using System;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Errors;

/// <summary>
/// Converts exceptions into error records: id, category, target and recommended action. No other code creates error records.
/// </summary>
internal static class ErrorRecords
{
    internal static ErrorRecord From(IpMsgException exception)
    {
        return new ErrorRecord(exception, exception.ErrorId.ToString(), CategoryOf(exception.ErrorId), exception.Target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Advice ?? AdviceFor(exception.ErrorId) },
        };
    }

    /// <summary>The recommended action when the exception has none.</summary>
    private static string AdviceFor(IpMsgErrorId id) => id switch
    {
        IpMsgErrorId.InvalidAddress => "Give an address such as 192.168.1.255, or one with a port such as 192.168.1.5:2425.",
        IpMsgErrorId.InvalidEncoding => "Give a code page such as shift_jis, gb18030 or 1252; Tab shows the usual ones.",
        IpMsgErrorId.InvalidFilter => "Give addresses such as 10.1.2.3, or networks such as 10.1.0.0/16.",
        IpMsgErrorId.InvalidLogPath => "Give a file in a folder that exists and may be written to, or a folder ending in a separator.",
        IpMsgErrorId.InvalidKeyPath => "Give a folder that may be written to.",
        IpMsgErrorId.InvalidDataPath => "Give a folder of your own as -DataPath; only Clear-IpMsgHistory has to write to it.",
        IpMsgErrorId.InvalidKeyFile => "Give a file in a folder that exists; Get-IpMsgKey -ExportPath writes it.",
        IpMsgErrorId.InvalidContact => "about_IpMsg_Contacts tells what the properties of a contact can be.",
        IpMsgErrorId.AttachmentNotFound => "Give the path of a file or folder that exists.",
        IpMsgErrorId.AttachmentUnreadable => "Give a file or folder that you may read.",
        IpMsgErrorId.AttachmentNotSupported => "Give files and folders, and as images PNG or JPEG files of at most 10 MiB.",
        IpMsgErrorId.InvalidAttachment => "Give messages or attachments as Receive-IpMsg emitted them, or lines of the message log.",
        IpMsgErrorId.InvalidDestination => "Give a folder that exists; New-Item makes one.",
        IpMsgErrorId.InvalidMessage => "Receive-IpMsg -Recent shows the messages that were taken last.",
        IpMsgErrorId.ListenerStopped => "Start-IpMsgListener starts one.",
        _ => "about_IpMsg tells more.",
    };

    private static ErrorCategory CategoryOf(IpMsgErrorId id) => id switch
    {
        IpMsgErrorId.ListenerPortInUse or IpMsgErrorId.ListenerAlreadyRunning => ErrorCategory.ResourceExists,
        IpMsgErrorId.QueuedMessageInUse => ErrorCategory.ResourceBusy,
        IpMsgErrorId.ListenerAddressUnavailable or IpMsgErrorId.ListenerNotRunning or IpMsgErrorId.ListenerStopped
            or IpMsgErrorId.AttachmentUnavailable or IpMsgErrorId.ContactNotPresent => ErrorCategory.ResourceUnavailable,
        IpMsgErrorId.ListenerAccessDenied => ErrorCategory.PermissionDenied,
        IpMsgErrorId.ListenerFailed or IpMsgErrorId.SenderUnreachable => ErrorCategory.ConnectionError,
        IpMsgErrorId.InvalidLogPath or IpMsgErrorId.InvalidKeyPath or IpMsgErrorId.InvalidDataPath
            or IpMsgErrorId.TargetNotWritable or IpMsgErrorId.QueueNotUsable => ErrorCategory.WriteError,
        IpMsgErrorId.TransferBroken => ErrorCategory.ReadError,
        IpMsgErrorId.AttachmentRejected => ErrorCategory.SecurityError,
        IpMsgErrorId.StreamMalformed => ErrorCategory.InvalidData,
        IpMsgErrorId.InvalidAddress or IpMsgErrorId.InvalidEncoding or IpMsgErrorId.InvalidFilter or IpMsgErrorId.InvalidEnvironment
            or IpMsgErrorId.InvalidRecipient or IpMsgErrorId.NoRecipient or IpMsgErrorId.NoText or IpMsgErrorId.AmbiguousInput
            or IpMsgErrorId.RecipientAmbiguous or IpMsgErrorId.InvalidMessage or IpMsgErrorId.InvalidAttachment
            or IpMsgErrorId.InvalidDestination or IpMsgErrorId.InvalidContact
            or IpMsgErrorId.InvalidMasterKey => ErrorCategory.InvalidArgument,
        IpMsgErrorId.KeyStoreDamaged or IpMsgErrorId.InvalidKeyFile or IpMsgErrorId.InvalidContactFile
            or IpMsgErrorId.HistoryTooNew => ErrorCategory.InvalidData,
        IpMsgErrorId.InvalidKey or IpMsgErrorId.NoKeys => ErrorCategory.InvalidOperation,
        IpMsgErrorId.KeyNotFound or IpMsgErrorId.HistoryNotFound or IpMsgErrorId.ContactNotFound
            or IpMsgErrorId.QueuedMessageNotFound => ErrorCategory.ObjectNotFound,
        IpMsgErrorId.MemberKeyChanged or IpMsgErrorId.EncryptionNotPossible or IpMsgErrorId.KeyNotVerified or IpMsgErrorId.KeyMismatch
            => ErrorCategory.SecurityError,
        IpMsgErrorId.InputNotSupported or IpMsgErrorId.AttachmentNotSupported => ErrorCategory.InvalidType,
        IpMsgErrorId.AttachmentUnreadable => ErrorCategory.PermissionDenied,
        IpMsgErrorId.RecipientNotFound or IpMsgErrorId.MemberNotFound or IpMsgErrorId.AttachmentNotFound => ErrorCategory.ObjectNotFound,
        IpMsgErrorId.MessageTooLong or IpMsgErrorId.LimitExceeded or IpMsgErrorId.QueueFull => ErrorCategory.LimitsExceeded,
        IpMsgErrorId.MessageUnconfirmed or IpMsgErrorId.HostListNotAnswered or IpMsgErrorId.TransferTimedOut
            => ErrorCategory.OperationTimeout,
        IpMsgErrorId.AttachmentNotTaken or IpMsgErrorId.AttachmentIncomplete => ErrorCategory.OperationStopped,
        IpMsgErrorId.MessageRefused => ErrorCategory.WriteError,
        IpMsgErrorId.NotificationUnavailable => ErrorCategory.NotInstalled,
        IpMsgErrorId.NoTerminal => ErrorCategory.InvalidOperation,
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "An error id without a category."),
    };
}
