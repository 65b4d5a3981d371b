using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Upload;

/// <summary>Answers one IPMSG_GETFILEDATA or IPMSG_GETDIRFILES: request, contents, and the wait for the close (R90).</summary>
internal sealed class UploadSession : IDisposable
{
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

    /// <summary>What is sent; null before it was granted.</summary>
    internal Transfer? Transfer { get; set; }

    /// <summary>What did not go out although the transfer succeeded; null when everything did.</summary>
    internal string? Remark { get; private set; }

    /// <summary>Breaks it off at once.</summary>
    internal void Abort() => _timeout.Abort();

    /// <summary>The peer's request; null when none came (R90).</summary>
    internal async Task<FileRequestAssembler?> ReadRequestAsync()
    {
        _timeout.Allow(_limits.RequestTimeout);
        return await _input.ReadRequestAsync(_limits.RequestPause).ConfigureAwait(false);
    }

    /// <summary>Sends what was asked for. Null when the recipient has everything, else why not; the connection is closed then.</summary>
    /// <param name="transfer">What was asked for.</param>
    /// <param name="underWay">How many transfers there are, this one counted.</param>
    internal async Task<string?> ServeAsync(Transfer transfer, int underWay)
    {
        TransferWriter? writer = null;
        try
        {
            _timeout.Allow(_limits.IdleTimeout);
            var source = (OfferedSource)transfer.Offer.Source;
            var entry = DiskEntry.At(source.Path, followsLink: true);
            if (!IsAsOffered(source, entry))
                return "'" + entry.Name + "' " + (entry.Kind == DiskKind.Missing ? "is not there any more." : "has changed since it was offered.");
            bool isStream = transfer.Request.Command == Command.GetFolderFiles;
            writer = new TransferWriter(_connection, _timeout, transfer, _limits.IdleTimeout, isStream ? long.MaxValue : entry.Length - transfer.Request.Offset, underWay);
            await (source.IsFolder ? SendFolderAsync(entry, transfer, writer) : SendFileAsync(entry, transfer, writer, isStream)).ConfigureAwait(false);
            await writer.FinishAsync().ConfigureAwait(false);
            _timeout.Allow(_limits.IdleTimeout);
            // Of nothing, the end is all there is to wait for.
            if (writer.Sent > 0)
                await _input.WaitForCloseAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception reason)
        {
            _timeout.Abort();
            return Explain(reason);
        }
        finally
        {
            if (writer is not null)
                await writer.ReleaseAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _timeout.Dispose();

    private static bool IsAsOffered(OfferedSource source, DiskEntry entry) => source.IsFolder
        ? entry.Kind == DiskKind.Folder
        : entry.Kind == DiskKind.File && entry.Length == source.Length && entry.Modified == source.Modified;

    private static async Task SendFileAsync(DiskEntry entry, Transfer transfer, TransferWriter writer, bool isStream)
    {
        using var file = ContentFile.Open(entry.Path);
        if (isStream)
        {
            if (!await new FolderSender(writer, new FolderStreamWriter(transfer.NameEncoding), new SkippedEntries()).SendFileAsync(file, entry).ConfigureAwait(false))
                throw new TransferException("The name of '" + entry.Name + "' is too long.");
        }
        else
            await ContentSender.SendAsync(file, entry, transfer.Request.Offset, writer).ConfigureAwait(false);
    }

    private async Task SendFolderAsync(DiskEntry entry, Transfer transfer, TransferWriter writer)
    {
        using var walk = new FolderWalk(entry);
        await new FolderSender(writer, new FolderStreamWriter(transfer.NameEncoding), walk.SkippedEntries).SendFolderAsync(walk).ConfigureAwait(false);
        Remark = walk.SkippedEntries.Text;
    }

    private string Explain(Exception reason) => reason switch
    {
        _ when _timeout.IsOverdue => "The recipient took nothing for too long.",
        SocketException or ObjectDisposedException => "The connection was broken off.",
        _ => reason.Message,
    };
}
