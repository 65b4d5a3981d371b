using System;
using System.IO;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Upload;

/// <summary>Sends a folder, or a single file, as a stream of records (R81, R83).</summary>
internal sealed class FolderSender
{
    // As the reference client marks what it cannot read (R81).
    private const string CannotOpen = " (Can't open)";

    private readonly TransferWriter _writer;
    private readonly FolderStreamWriter _headers;
    private readonly SkippedEntries _skippedEntries;

    /// <param name="writer">Where to.</param>
    /// <param name="headers">Writes the records, in the encoding that was asked for (R93).</param>
    /// <param name="skippedEntries">Told what does not go out.</param>
    internal FolderSender(TransferWriter writer, FolderStreamWriter headers, SkippedEntries skippedEntries)
    {
        _writer = writer;
        _headers = headers;
        _skippedEntries = skippedEntries;
    }

    /// <summary>Sends a folder with all that is in it; the closing record comes last (R81).</summary>
    internal async Task SendFolderAsync(FolderWalk walk)
    {
        while (walk.Next() is { } step)
        {
            var entry = step.Entry;
            switch (step.Kind)
            {
                case FolderStepKind.Enter:
                    var header = _headers.EnterFolder(entry.Name, entry.Flags, FileDetails.Brief(entry));
                    if (header.IsEmpty)
                        walk.Skip();
                    else
                        await _writer.WriteAsync(header).ConfigureAwait(false);
                    break;
                case FolderStepKind.Leave:
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

    /// <summary>Sends an opened file as one record, without an end (R83). False when its name does not fit, and nothing was sent.</summary>
    internal async Task<bool> SendFileAsync(ContentFile file, DiskEntry entry)
    {
        var header = _headers.BeginFile(entry.Name, entry.Length, entry.Flags, FileDetails.Brief(entry));
        if (header.IsEmpty)
            return false;
        await _writer.WriteAsync(header).ConfigureAwait(false);
        await ContentSender.SendAsync(file, entry, 0, _writer).ConfigureAwait(false);
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
            // Gone since the folder was listed: it is not in it any more.
            return;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await SendUnreadableAsync(entry).ConfigureAwait(false);
            return;
        }
        using (file)
        {
            if (!await SendFileAsync(file, entry).ConfigureAwait(false))
                _skippedEntries.Add(entry.Name);
        }
    }

    private Task SendUnreadableAsync(DiskEntry entry)
    {
        _skippedEntries.Add(entry.Name);
        return _writer.WriteAsync(_headers.BeginFile(entry.Name + CannotOpen, 0, entry.Flags, ExtendedAttributes.None));
    }
}
