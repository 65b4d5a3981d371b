namespace IpMsg.Node;

/// <summary>Why something did not work. The names are the fixed ids of the error records.</summary>
public enum IpMsgErrorId
{
    /// <summary>The port is in use by another program or runspace.</summary>
    ListenerPortInUse,
    /// <summary>The address to bind to is not one of this machine's.</summary>
    ListenerAddressUnavailable,
    /// <summary>The system does not allow binding there.</summary>
    ListenerAccessDenied,
    /// <summary>This runspace has a listener already.</summary>
    ListenerAlreadyRunning,
    /// <summary>There is no listener to act on.</summary>
    ListenerNotRunning,
    /// <summary>The listener was stopped while something waited for it.</summary>
    ListenerStopped,
    /// <summary>The listener's receive loop has died.</summary>
    ListenerFailed,
    /// <summary>A text is no address, or no address with a port.</summary>
    InvalidAddress,
    /// <summary>An encoding is unknown or unfit.</summary>
    InvalidEncoding,
    /// <summary>An entry of AllowFrom or DenyFrom cannot be read.</summary>
    InvalidFilter,
    /// <summary>The log cannot be written where it should be.</summary>
    InvalidLogPath,
    /// <summary>The folder for keys and counters cannot be used.</summary>
    InvalidKeyPath,
    /// <summary>The folder of the message store cannot be used.</summary>
    InvalidDataPath,
    /// <summary>No messages of that user name are stored.</summary>
    HistoryNotFound,
    /// <summary>A newer version of the module has written the message store.</summary>
    HistoryTooNew,
    /// <summary>A file of keys is damaged.</summary>
    KeyStoreDamaged,
    /// <summary>A file of public keys cannot be read or written.</summary>
    InvalidKeyFile,
    /// <summary>Something is no key that can be forgotten.</summary>
    InvalidKey,
    /// <summary>No key of that name is known.</summary>
    KeyNotFound,
    /// <summary>There are no keys without encryption.</summary>
    NoKeys,
    /// <summary>A member has come with another key than the pinned one.</summary>
    MemberKeyChanged,
    /// <summary>A message could not be encrypted for its recipient, and was not sent in plaintext.</summary>
    EncryptionNotPossible,
    /// <summary>An environment variable has a value that cannot be used.</summary>
    InvalidEnvironment,
    /// <summary>Nobody is known by that name.</summary>
    RecipientNotFound,
    /// <summary>Several members are known by that name.</summary>
    RecipientAmbiguous,
    /// <summary>Something cannot be a recipient.</summary>
    InvalidRecipient,
    /// <summary>A message has no recipient.</summary>
    NoRecipient,
    /// <summary>A message has no text.</summary>
    NoText,
    /// <summary>Arguments and pipeline say the same thing twice, or contradict each other.</summary>
    AmbiguousInput,
    /// <summary>Something came down the pipeline that is neither recipient nor text.</summary>
    InputNotSupported,
    /// <summary>The text needs more bytes than the recipient's client receives.</summary>
    MessageTooLong,
    /// <summary>Nobody confirmed the message.</summary>
    MessageUnconfirmed,
    /// <summary>The message was not sent.</summary>
    MessageRefused,
    /// <summary>A recipient did not fetch what he was offered.</summary>
    AttachmentNotTaken,
    /// <summary>A recipient got a folder without the parts that could not be read.</summary>
    AttachmentIncomplete,
    /// <summary>A message cannot be opened or removed here.</summary>
    InvalidMessage,
    /// <summary>Something is no attachment that could be fetched.</summary>
    InvalidAttachment,
    /// <summary>Attachments are to go where no folder is.</summary>
    InvalidDestination,
    /// <summary>No member fits.</summary>
    MemberNotFound,
    /// <summary>Nobody answered with a host list.</summary>
    HostListNotAnswered,
    /// <summary>There is no file or folder of that name.</summary>
    AttachmentNotFound,
    /// <summary>A file or folder may not be read.</summary>
    AttachmentUnreadable,
    /// <summary>Something is neither file nor folder, or no image that clients would show.</summary>
    AttachmentNotSupported,
    /// <summary>The sender has nothing for us: the offer has ended or is not ours.</summary>
    AttachmentUnavailable,
    /// <summary>The name of a file or folder, or what stands under it, leads out of the target folder.</summary>
    AttachmentRejected,
    /// <summary>The sender cannot be connected to.</summary>
    SenderUnreachable,
    /// <summary>The connection ended before everything was there.</summary>
    TransferBroken,
    /// <summary>The sender fell silent in mid-transfer.</summary>
    TransferTimedOut,
    /// <summary>The sender sent what nobody can read.</summary>
    StreamMalformed,
    /// <summary>More bytes, entries or nested folders than allowed.</summary>
    LimitExceeded,
    /// <summary>The target folder cannot be written to, or its disk is full.</summary>
    TargetNotWritable,
}
