using System;

namespace IpMsg.PowerShell;

/// <summary>A message has come into the inbox. It stays there until Receive-IpMsg takes it.</summary>
public sealed class IpMsgMessageEventArgs : EventArgs
{
    internal IpMsgMessageEventArgs(IpMsgMessage message) => Message = message;

    /// <summary>
    /// The message, as Receive-IpMsg -Peek shows it. It can be read, answered, opened and removed, its files can be saved, and it stays in
    /// the inbox.
    /// </summary>
    public IpMsgMessage Message { get; }

    /// <summary>Sender and text.</summary>
    public override string ToString() => Message.From + ": " + Message;
}
