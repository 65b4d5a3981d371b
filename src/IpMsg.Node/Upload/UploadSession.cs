using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>One connection of a peer that fetches something: request, contents, and the wait for its close (6.4).</summary>
internal sealed class Conversation : IDisposable
{
    private readonly Socket _connection;
    private readonly ServingLimits _limits;
    private readonly ConnectionGuard _guard;
    private readonly ConnectionInput _input;

    internal Conversation(Socket connection, ServingLimits limits)
    {
        _connection = connection;
        _limits = limits;
        _guard = new ConnectionGuard(connection);
        _input = new ConnectionInput(connection);
    }

    /// <summary>What is sent; null before it was granted.</summary>
    internal Transfer? Transfer { get; set; }

    /// <summary>What did not go out although the transfer succeeded; null when everything did.</summary>
    internal string? Remark { get; private set; }

    /// <summary>Breaks it off at once.</summary>
    internal void Abort() => _guard.Abort();

    /// <summary>The peer's request; null when none came (R90).</summary>
    internal async Task<FileRequestAssembler?> Request()
    {
        _guard.Allow(_limits.Request);
        return await _input.Request(_limits.Pause).ConfigureAwait(false);
    }

    /// <summary>Sends what was asked for. Null when the recipient has everything, else why not; the connection is closed then.</summary>
    /// <param name="transfer">What was asked for.</param>
    /// <param name="underWay">How many transfers there are, this one counted.</param>
    internal async Task<string?> Serve(Transfer transfer, int underWay)
    {
        TransferOutput? output = null;
        try
        {
            _guard.Allow(_limits.Idle);
            var source = (OfferedSource)transfer.Offer.Source;
            var entry = DiskEntry.At(source.Path, followsLink: true);
            if (!IsAsOffered(source, entry))
                return "'" + entry.Name + "' " + (entry.Kind == DiskKind.Missing ? "is not there any more." : "has changed since it was offered.");
            bool isStream = transfer.Request.Command == Command.GetFolderFiles;
            output = new TransferOutput(_connection, _guard, transfer, _limits.Idle, isStream ? long.MaxValue : entry.Length - transfer.Request.Offset, underWay);
            await (source.IsFolder ? Folder(entry, transfer, output) : File(entry, transfer, output, isStream)).ConfigureAwait(false);
            await output.Finish().ConfigureAwait(false);
            _guard.Allow(_limits.Idle);
            // Of nothing, the end is all there is to wait for.
            if (output.Sent > 0)
                await _input.Close().ConfigureAwait(false);
            return null;
        }
        catch (Exception reason)
        {
            _guard.Abort();
            return Explain(reason);
        }
        finally
        {
            if (output is not null)
                await output.Release().ConfigureAwait(false);
        }
    }

    public void Dispose() => _guard.Dispose();

    private static bool IsAsOffered(OfferedSource source, DiskEntry entry) => source.IsFolder
        ? entry.Kind == DiskKind.Folder
        : entry.Kind == DiskKind.File && entry.Length == source.Length && entry.Modified == source.Modified;

    private static async Task File(DiskEntry entry, Transfer transfer, TransferOutput output, bool isStream)
    {
        using var file = ContentFile.Open(entry.Path);
        if (isStream)
        {
            if (!await new FolderSender(output, new FolderStreamWriter(transfer.Names), new LeftOut()).File(file, entry).ConfigureAwait(false))
                throw new TransferException("The name of '" + entry.Name + "' is too long.");
        }
        else
            await ContentSender.Send(file, entry, transfer.Request.Offset, output).ConfigureAwait(false);
    }

    private async Task Folder(DiskEntry entry, Transfer transfer, TransferOutput output)
    {
        using var walk = new FolderWalk(entry);
        await new FolderSender(output, new FolderStreamWriter(transfer.Names), walk.LeftOut).Folder(walk).ConfigureAwait(false);
        Remark = walk.LeftOut.Text;
    }

    private string Explain(Exception reason) => reason switch
    {
        _ when _guard.IsOverdue => "The recipient took nothing for too long.",
        SocketException or ObjectDisposedException => "The connection was broken off.",
        _ => reason.Message,
    };
}
