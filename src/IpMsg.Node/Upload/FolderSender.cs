using System;
using System.IO;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>Sends a folder or a single file as a stream of records (R81, R83).</summary>
internal sealed class FolderSender
{
    private readonly TransferWriter _writer;
    private readonly FolderStreamWriter _headers;
    private readonly SentNames _names;
    private readonly SentDifferences _differences;

    /// <param name="writer">The connection's writer.</param>
    /// <param name="transfer">The transfer, whose request decides the encoding of names (R93).</param>
    /// <param name="differences">Collects what differs from the disk.</param>
    internal FolderSender(TransferWriter writer, Transfer transfer, SentDifferences differences)
    {
        _writer = writer;
        _headers = new FolderStreamWriter(transfer.NameEncoding);
        _names = new SentNames(transfer.Offer, differences);
        _differences = differences;
    }

    /// <summary>Sends a folder and everything in it. The closing record comes last (R81).</summary>
    internal async Task SendFolderAsync(FolderWalk walk)
    {
        while (walk.Next() is { } step)
        {
            var entry = step.Entry;
            switch (step.Kind)
            {
                case FolderStepKind.Enter:
                    var header = _headers.EnterFolder(_names.Enter(entry), entry.Flags, FileDetails.Brief(entry));
                    if (!header.IsEmpty)
                    {
                        await _writer.WriteAsync(header).ConfigureAwait(false);
                        break;
                    }
                    _names.Leave();
                    walk.Skip();
                    break;
                case FolderStepKind.Leave:
                    _names.Leave();
                    await _writer.WriteAsync(_headers.LeaveFolder(FileDetails.Brief(entry))).ConfigureAwait(false);
                    break;
                case FolderStepKind.Unreadable:
                    await SendUnreadableAsync(entry).ConfigureAwait(false);
                    break;
                default:
                    await SendEntryAsync(entry).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>
    /// Sends an open file as one record without a closing record (R83). Returns false, and sends nothing, when the name does not fit.
    /// </summary>
    internal async Task<bool> SendFileAsync(ContentFile file, DiskEntry entry)
    {
        var header = _headers.BeginFile(_names.Of(entry), entry.Length, entry.Flags, FileDetails.Brief(entry));
        if (header.IsEmpty)
            return false;
        await _writer.WriteAsync(header).ConfigureAwait(false);
        if (await ContentSender.SendAsync(file, entry, 0, _writer).ConfigureAwait(false))
            _differences.AddGrown(entry.Name);
        return true;
    }

    private async Task SendEntryAsync(DiskEntry entry)
    {
        ContentFile file;
        try
        {
            file = ContentFile.Open(entry.Path);
        }
        catch (FileNotFoundException)
        {
            // The file was removed after the folder was listed.
            return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await SendUnreadableAsync(entry).ConfigureAwait(false);
            return;
        }
        using (file)
        {
            if (!await SendFileAsync(file, entry).ConfigureAwait(false))
                _differences.AddSkipped(entry.Name);
        }
    }

    private Task SendUnreadableAsync(DiskEntry entry)
    {
        _differences.AddSkipped(entry.Name);
        return _writer.WriteAsync(_headers.BeginFile(_names.OfUnreadable(entry), 0, entry.Flags, ExtendedAttributes.None));
    }
}
