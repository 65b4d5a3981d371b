using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Upload;

/// <summary>Answers an IPMSG_GETFILEDATA or IPMSG_GETDIRFILES: reads the request, sends the contents, waits for the close (R109).</summary>
internal sealed class UploadSession : IDisposable
{
    // Its close came before the last byte, so it says nothing.
    private const string ClosedEarly =
        "The recipient had closed its side of the connection before the end, so it is unknown whether it has read everything.";

    private readonly Socket _connection;
    private readonly UploadLimits _limits;
    private readonly ConnectionTimeout _timeout;
    private readonly ConnectionInput _input;

    internal UploadSession(Socket connection, UploadLimits limits)
    {
        _connection = connection;
        _limits = limits;
        _timeout = new ConnectionTimeout(connection);
        _input = new ConnectionInput(connection);
    }

    /// <summary>The transfer; null before the request is granted.</summary>
    internal Transfer? Transfer { get; set; }

    /// <summary>Breaks it off at once.</summary>
    internal void Abort() => _timeout.Abort();

    /// <summary>Reads the peer's request; null when there is none (R90).</summary>
    internal async Task<FileRequestAssembler?> ReadRequestAsync()
    {
        _timeout.Allow(_limits.RequestTimeout);
        return await _input.ReadRequestAsync(_limits.RequestPause).ConfigureAwait(false);
    }

    /// <summary>The dictionary that came in place of a request (R127); null when none came.</summary>
    internal byte[]? Dictionary => _input.Dictionary;

    /// <summary>Starts the time limit of a granted request, which may have to wait for other transfers.</summary>
    internal void AllowWait() => _timeout.Allow(_limits.IdleTimeout);

    /// <summary>Sends the requested contents. When it fails, the connection is closed.</summary>
    /// <param name="transfer">The granted transfer.</param>
    /// <param name="transfers">The number of running transfers, including this one.</param>
    internal async Task<TransferResult> ServeAsync(Transfer transfer, int transfers)
    {
        TransferWriter? writer = null;
        var differences = new SentDifferences();
        try
        {
            AllowWait();
            var source = (OfferedSource)transfer.Offer.Source;
            var entry = DiskEntry.At(source.Path, followsLink: true);
            if (!source.IsIn(entry))
                return new TransferResult(Refuse(entry)) { IsSourceLost = true };
            // A file that has grown is sent up to the length that the recipient was told.
            if (!source.IsFolder && entry.Length > source.Entry.Length)
                entry = entry with { Length = source.Entry.Length };
            bool isStream = transfer.Request.Command == Command.GetFolderFiles;
            long expected = isStream ? long.MaxValue : entry.Length - transfer.Request.Offset;
            writer = new TransferWriter(_connection, _timeout, transfer, _limits.IdleTimeout, expected, transfers);
            if (source.IsFolder)
                await SendFolderAsync(entry, transfer, writer, differences).ConfigureAwait(false);
            else
                await SendFileAsync(entry, transfer, writer, differences).ConfigureAwait(false);
            bool isClosedEarly = _input.IsClosed;
            await writer.FinishAsync().ConfigureAwait(false);
            _timeout.Allow(_limits.IdleTimeout);
            // A recipient of an empty file knows its end already, so there is no close to wait for.
            if (writer.Sent > 0)
                await WaitForCloseAsync(isEmpty: !source.IsFolder && entry.Length == 0).ConfigureAwait(false);
            string? remark = isClosedEarly ? Join(differences.Text, ClosedEarly) : differences.Text;
            return new TransferResult
            {
                Remark = remark,
                IsIncomplete = differences.IsIncomplete,
                ReplacedNames = differences.ReplacedNames,
            };
        }
        catch (Exception reason)
        {
            _timeout.Abort();
            return new TransferResult(Explain(reason)) { IsSourceLost = reason is TransferException };
        }
        finally
        {
            if (writer is not null)
                await writer.ReleaseAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _timeout.Dispose();

    /// <summary>
    /// Closes our side of the connection behind the last byte, since iptux and others read until then. Waits for the peer's close, which
    /// says that it has read everything (R109).
    /// </summary>
    /// <param name="isEmpty">True for an empty file: the reference client resets the connection without reading its header.</param>
    private async Task WaitForCloseAsync(bool isEmpty)
    {
        try
        {
            _connection.Shutdown(SocketShutdown.Send);
            await _input.WaitForCloseAsync().ConfigureAwait(false);
        }
        catch (SocketException reset) when (isEmpty && IsReset(reset) && !_timeout.IsOverdue)
        {
            // The peer knows the name and the length from the list; there is nothing else that it could have lost.
        }
    }

    // A connection that was reset cannot be shut down: Linux and macOS say that it is not connected.
    private static bool IsReset(SocketException exception) => exception.SocketErrorCode
        is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NotConnected or SocketError.Shutdown;

    private static string Join(string? first, string second) => first is null ? second : first + " " + second;

    private static string Refuse(DiskEntry entry) =>
        "'" + entry.Name + "' " + (entry.Kind == EntryKind.None ? "is not there any more." : "has changed since it was offered.");

    private static async Task SendFileAsync(DiskEntry entry, Transfer transfer, TransferWriter writer, SentDifferences differences)
    {
        using var file = ContentFile.Open(entry.Path);
        if (transfer.Request.Command == Command.GetFolderFiles)
        {
            var sender = new FolderSender(writer, transfer, differences);
            if (!await sender.SendFileAsync(file, entry).ConfigureAwait(false))
                throw new TransferException("The name of '" + entry.Name + "' is too long.");
        }
        else if (await ContentSender.SendAsync(file, entry, transfer.Request.Offset, writer).ConfigureAwait(false))
            differences.AddGrown(entry.Name);
    }

    private static async Task SendFolderAsync(DiskEntry entry, Transfer transfer, TransferWriter writer, SentDifferences differences)
    {
        using var walk = new FolderWalk(entry, differences);
        await new FolderSender(writer, transfer, differences).SendFolderAsync(walk).ConfigureAwait(false);
    }

    private string Explain(Exception reason) => reason switch
    {
        _ when _timeout.IsOverdue => "The recipient took nothing for too long.",
        SocketException or ObjectDisposedException => "The connection was broken off.",
        _ => reason.Message,
    };
}
