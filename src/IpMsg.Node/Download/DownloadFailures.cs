using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>The errors of a download, each with advice.</summary>
/// <param name="request">The failed request.</param>
internal sealed class DownloadFailures(DownloadRequest request)
{
    private const string AskAdvice = "Ask the sender to offer it again.";

    private string Name => request.Attachment.Name;

    private string AgainAdvice => request.HasOffsets ? "Fetch it again; with -Resume it goes on where it broke off." : "Fetch it again.";

    internal IpMsgException Unavailable() => Make(IpMsgErrorId.AttachmentUnavailable,
        $"{request.Server} has no '{Name}' for us: the offer has ended, is not for us, or its file has changed or is gone.", AskAdvice);

    internal IpMsgException Unreachable(Exception inner) => Make(IpMsgErrorId.SenderUnreachable,
        $"'{Name}' cannot be fetched: no connection to {request.Server} ({Why(inner)}).",
        "See whether the sender is still there (Test-IpMsgMember), and whether a firewall stands between.", inner);

    internal IpMsgException NamesTooLong() => Make(IpMsgErrorId.InvalidAttachment,
        $"'{Name}' cannot be asked for: the names under which its sender knows us are too long.",
        "Take the attachment from the message itself, or from the line of the log.");

    internal IpMsgException CannotProtect() => Make(IpMsgErrorId.EncryptionNotPossible,
        $"The request for '{Name}' cannot be encrypted for {request.Server}.", "Get-IpMsgKey shows the keys that are known.");

    internal IpMsgException Broken(long bytes) => Make(IpMsgErrorId.TransferBroken,
        $"{request.Server} ended the connection before '{Name}' was whole, after {Number(bytes)} bytes.", AgainAdvice);

    internal IpMsgException TimedOut(TimeSpan silence, bool isTrickle) => Make(IpMsgErrorId.TransferTimedOut,
        $"{request.Server} sent {(isTrickle ? "next to nothing" : "nothing")} of '{Name}' for {Number(silence.TotalSeconds)} seconds.",
        AgainAdvice);

    internal IpMsgException Malformed(FolderStreamFailure failure) => Make(IpMsgErrorId.StreamMalformed,
        "What " + request.Server + " sent for '" + Name + "' " + failure switch
        {
            FolderStreamFailure.NotAFolder => "begins with something else than a folder.",
            FolderStreamFailure.NotAFile => "is something else than a file.",
            FolderStreamFailure.LeavesRoot => "leaves a folder that it never entered.",
            FolderStreamFailure.HeaderTooLong => "has a header that is too long.",
            _ => "has a header that cannot be read.",
        }, "Ask the sender to pack the folder into one file, and to offer that.");

    internal IpMsgException BeyondLimit(string excess) => Make(IpMsgErrorId.LimitExceeded,
        $"'{Name}' has {excess}.", "Raise the limit, or ask the sender for less.");

    internal IpMsgException PathTooLong(string path) => Make(IpMsgErrorId.LimitExceeded,
        $"'{Name}' has a path that no program here could open: {path.Substring(0, Math.Min(path.Length, 100))}...",
        "Fetch it into a folder with a shorter path, or ask the sender to pack it into one file.");

    internal IpMsgException Rejected(string name, NameFlaws flaws) => Make(IpMsgErrorId.AttachmentRejected,
        $"'{Name}' is refused: the name '{name}' would lead out of the folder or is none ({flaws}).",
        "Do not trust the sender. If it is a mistake, ask for the file under another name.");

    internal IpMsgException NotEnoughSpace(string folder, long needed, long free) => Make(IpMsgErrorId.TargetNotWritable,
        $"'{Name}' needs {Number(needed)} bytes, and '{folder}' has {Number(free)}.", "Make room, or fetch it into another folder.");

    internal IpMsgException NotWritable(string folder, Exception inner)
    {
        bool isFull = inner is IOException failure && DiskFailure.IsFull(failure);
        return Make(IpMsgErrorId.TargetNotWritable,
            $"'{Name}' cannot be written to '{folder}': {(isFull ? "the disk is full." : inner.Message)}",
            isFull ? "Make room, or fetch it into another folder." : "Name a folder that exists and may be written to.", inner);
    }

    // Only the text of the error: some frameworks append the endpoint. The other codes mean that the timer closed the socket.
    private static string Why(Exception inner)
    {
        const string timeout = "no answer in time";
        return inner is not SocketException failure ? timeout : failure.SocketErrorCode switch
        {
            SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket => timeout,
            _ => new SocketException((int)failure.SocketErrorCode).Message,
        };
    }

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private IpMsgException Make(IpMsgErrorId id, string message, string advice, Exception? inner = null) =>
        new(id, message, request.Attachment, advice, inner);
}
