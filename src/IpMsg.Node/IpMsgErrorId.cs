namespace IpMsg.Node;

/// <summary>The causes of errors. The names are the ids of the error records and do not change.</summary>
public enum IpMsgErrorId
{
    /// <summary>The port is in use by another program or runspace.</summary>
    ListenerPortInUse,
    /// <summary>The address to bind to is not an address of this machine.</summary>
    ListenerAddressUnavailable,
    /// <summary>The system denies access to the address and port.</summary>
    ListenerAccessDenied,
    /// <summary>This runspace has a listener already.</summary>
    ListenerAlreadyRunning,
    /// <summary>There is no listener to act on.</summary>
    ListenerNotRunning,
    /// <summary>The listener was stopped during the operation.</summary>
    ListenerStopped,
    /// <summary>The listener cannot be started for another reason, or has stopped after an internal error.</summary>
    ListenerFailed,
    /// <summary>A text is neither an address nor an address with a port.</summary>
    InvalidAddress,
    /// <summary>An encoding is unknown or not supported.</summary>
    InvalidEncoding,
    /// <summary>An entry of AllowFrom or DenyFrom cannot be read.</summary>
    InvalidFilter,
    /// <summary>The message log cannot be written to its path.</summary>
    InvalidLogPath,
    /// <summary>The folder for keys and counters cannot be used.</summary>
    InvalidKeyPath,
    /// <summary>The folder of the message store cannot be used.</summary>
    InvalidDataPath,
    /// <summary>There is no message store of that user name.</summary>
    HistoryNotFound,
    /// <summary>A newer version of the module has written the message store.</summary>
    HistoryTooNew,
    /// <summary>A key file is damaged.</summary>
    KeyStoreDamaged,
    /// <summary>A file of public keys cannot be read or written.</summary>
    InvalidKeyFile,
    /// <summary>An argument is not a key that can be removed.</summary>
    InvalidKey,
    /// <summary>No key of that name is known.</summary>
    KeyNotFound,
    /// <summary>The listener has no keys, because encryption is off.</summary>
    NoKeys,
    /// <summary>A member has another key than the pinned one.</summary>
    MemberKeyChanged,
    /// <summary>A message could not be encrypted for its recipient, and was not sent in plaintext.</summary>
    EncryptionNotPossible,
    /// <summary>An environment variable has a value that cannot be used.</summary>
    InvalidEnvironment,
    /// <summary>No member has that name.</summary>
    RecipientNotFound,
    /// <summary>Several members have that name.</summary>
    RecipientAmbiguous,
    /// <summary>An argument cannot be a recipient.</summary>
    InvalidRecipient,
    /// <summary>A message has no recipient.</summary>
    NoRecipient,
    /// <summary>A message has no text.</summary>
    NoText,
    /// <summary>Arguments and pipeline input give the same thing twice, or contradict each other.</summary>
    AmbiguousInput,
    /// <summary>The pipeline input has a type that the command does not accept.</summary>
    InputNotSupported,
    /// <summary>The message has more bytes than the recipient's client receives.</summary>
    MessageTooLong,
    /// <summary>The recipient did not confirm the message.</summary>
    MessageUnconfirmed,
    /// <summary>The message was not sent.</summary>
    MessageRefused,
    /// <summary>A recipient did not download an offered file or folder.</summary>
    AttachmentNotTaken,
    /// <summary>A recipient downloaded a folder without the entries that could not be read.</summary>
    AttachmentIncomplete,
    /// <summary>A message cannot be opened or removed with this listener.</summary>
    InvalidMessage,
    /// <summary>An argument is not an attachment that can be downloaded.</summary>
    InvalidAttachment,
    /// <summary>The destination of attachments is not a folder.</summary>
    InvalidDestination,
    /// <summary>No member matches.</summary>
    MemberNotFound,
    /// <summary>No member answered with a host list.</summary>
    HostListNotAnswered,
    /// <summary>There is no file or folder of that name.</summary>
    AttachmentNotFound,
    /// <summary>A file or folder cannot be read.</summary>
    AttachmentUnreadable,
    /// <summary>A path is neither a file nor a folder, or not an image that clients show.</summary>
    AttachmentNotSupported,
    /// <summary>The sender refuses the download: the offer has ended or is for another recipient.</summary>
    AttachmentUnavailable,
    /// <summary>The name of a file or folder, or an entry in the folder, leads out of the target folder.</summary>
    AttachmentRejected,
    /// <summary>The sender cannot be connected to.</summary>
    SenderUnreachable,
    /// <summary>The connection ended before the transfer was complete.</summary>
    TransferBroken,
    /// <summary>The sender stopped sending during the transfer.</summary>
    TransferTimedOut,
    /// <summary>The sender sent malformed data.</summary>
    StreamMalformed,
    /// <summary>The transfer has more bytes, entries or nested folders than allowed.</summary>
    LimitExceeded,
    /// <summary>The target folder cannot be written to, or its disk is full.</summary>
    TargetNotWritable,
    /// <summary>Only verified keys are allowed, and the key of the member is not verified.</summary>
    KeyNotVerified,
    /// <summary>The digits or the fingerprint belong to another key than the member's.</summary>
    KeyMismatch,
    /// <summary>The key of a member master is neither digits nor a file with one key.</summary>
    InvalidMasterKey,
    /// <summary>The system lacks the program that shows notifications of the desktop.</summary>
    NotificationUnavailable,
    /// <summary>A contact file is missing or damaged, or cannot be read or written.</summary>
    InvalidContactFile,
    /// <summary>A contact cannot have a property of that value.</summary>
    InvalidContact,
    /// <summary>There is no contact of that name.</summary>
    ContactNotFound,
    /// <summary>The contact is known, and its member is not present.</summary>
    ContactNotPresent,
    /// <summary>The queue has no room for another message.</summary>
    QueueFull,
    /// <summary>A conversation needs a terminal, and the session has none.</summary>
    NoTerminal,
    /// <summary>The queue cannot be read or written.</summary>
    QueueNotUsable,
    /// <summary>There is no queued message of that id.</summary>
    QueuedMessageNotFound,
    /// <summary>A queued message is being sent now.</summary>
    QueuedMessageInUse,
}
