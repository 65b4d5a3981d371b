using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>The ways in which a fetch fails, each with the way out.</summary>
/// <param name="order">What was to be fetched.</param>
internal sealed class FetchErrors(FetchOrder order)
{
    private const string AskAdvice = "Ask the sender to offer it again.";

    private string Name => order.Attachment.Name;

    private string AgainAdvice => order.IsFolder ? "Fetch it again." : "Fetch it again; with -Resume it goes on where it broke off.";

    internal IpMsgException Unavailable() => Make(IpMsgReason.AttachmentUnavailable,
        $"{order.Server} has no '{Name}' for us: the offer has ended, is not for us, or its file has changed or is gone.", AskAdvice);

    internal IpMsgException Unreachable(Exception inner) => Make(IpMsgReason.SenderUnreachable,
        $"'{Name}' cannot be fetched: no connection to {order.Server} ({Why(inner)}).", "See whether the sender is still there (Test-IpMsgMember), and whether a firewall stands between.", inner);

    internal IpMsgException NamesTooLong() => Make(IpMsgReason.InvalidAttachment,
        $"'{Name}' cannot be asked for: the names under which its sender knows us are too long.", "Take the attachment from the message itself, or from the line of the log.");

    internal IpMsgException CannotProtect() => Make(IpMsgReason.EncryptionNotPossible,
        $"The request for '{Name}' cannot be encrypted for {order.Server}.", "Get-IpMsgKey shows the keys that are known.");

    internal IpMsgException Broken(long bytes) => Make(IpMsgReason.TransferBroken,
        $"{order.Server} ended the connection before '{Name}' was whole, after {Number(bytes)} bytes.", AgainAdvice);

    internal IpMsgException TimedOut(TimeSpan silence, bool isTrickle) => Make(IpMsgReason.TransferTimedOut,
        $"{order.Server} sent {(isTrickle ? "next to nothing" : "nothing")} of '{Name}' for {Number(silence.TotalSeconds)} seconds.", AgainAdvice);

    internal IpMsgException Malformed(FolderStreamFailure failure) => Make(IpMsgReason.StreamMalformed, "What " + order.Server + " sent for '" + Name + "' "
        + failure switch
        {
            FolderStreamFailure.NotAFolder => "begins with something else than a folder.",
            FolderStreamFailure.NotAFile => "is something else than a file.",
            FolderStreamFailure.LeavesRoot => "leaves a folder that it never entered.",
            FolderStreamFailure.HeaderTooLong => "has a header that is too long.",
            _ => "has a header that cannot be read.",
        }, "Ask the sender to pack the folder into one file, and to offer that.");

    internal IpMsgException BeyondLimit(string what) => Make(IpMsgReason.LimitExceeded, $"'{Name}' has {what}.", "Raise the limit, or ask the sender for less.");

    internal IpMsgException PathTooLong(string path) => Make(IpMsgReason.LimitExceeded,
        $"'{Name}' has a path that no program here could open: {path.Substring(0, Math.Min(path.Length, 100))}...", "Fetch it into a folder with a shorter path, or ask the sender to pack it into one file.");

    internal IpMsgException Rejected(string name, NameFlaws flaws) => Make(IpMsgReason.AttachmentRejected,
        $"'{Name}' is refused: the name '{name}' would lead out of the folder or is none ({flaws}).", "Do not trust the sender. If it is a mistake, ask for the file under another name.");

    internal IpMsgException NoRoom(string folder, long needed, long free) => Make(IpMsgReason.TargetNotWritable,
        $"'{Name}' needs {Number(needed)} bytes, and '{folder}' has {Number(free)}.", "Make room, or fetch it into another folder.");

    internal IpMsgException NotWritable(string folder, Exception inner)
    {
        bool isFull = inner is IOException failure && DiskFailure.IsFull(failure);
        return Make(IpMsgReason.TargetNotWritable, $"'{Name}' cannot be written to '{folder}': {(isFull ? "the disk is full." : inner.Message)}",
            isFull ? "Make room, or fetch it into another folder." : "Name a folder that exists and may be written to.", inner);
    }

    // Without the endpoint, which some frameworks put behind it. Whoever does not answer in time has his connection closed.
    private static string Why(Exception inner) => inner is SocketException { SocketErrorCode: not (SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket) } failure
        ? new SocketException((int)failure.SocketErrorCode).Message
        : "no answer in time";

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private IpMsgException Make(IpMsgReason reason, string message, string advice, Exception? inner = null) => new(reason, message, order.Attachment, advice, inner);
}
