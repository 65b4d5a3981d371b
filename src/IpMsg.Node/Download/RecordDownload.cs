using System;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>
/// Downloads a single file as a record with a header (R83), as encrypted files arrive. The header proves that the key is right. There is no
/// resuming (R80).
/// </summary>
/// <param name="request">The request.</param>
/// <param name="silence">The maximum silence of the sender.</param>
/// <param name="content">The target, written from its start.</param>
/// <param name="reporter">Reports the progress.</param>
internal sealed class RecordDownload(DownloadRequest request, TimeSpan silence, FileStream content, ProgressReporter reporter)
{
    private readonly DownloadFailures _failures = new(request);
    private readonly FolderStreamReader _reader = new(
        request.StreamNames, expectsFolder: false, new FolderStreamLimits { MaxSize = request.Attachment.Size });

    /// <summary>Downloads. At the end of the stream we close the connection without waiting for more data.</summary>
    internal void Run(CancellationToken stop)
    {
        using var connection = DownloadConnection.Open(request, 0, silence, stop);
        for (bool isEnd = false; !isEnd;)
        {
            var chunk = connection.Next();
            if (chunk.Count == 0)
                throw connection.TransferReader.Total == 0 ? _failures.Unavailable() : _failures.Broken(content.Position);
            isEnd = Process(chunk);
        }
        connection.EndRequest();
    }

    /// <summary>Processes a chunk; returns true at the end of the file.</summary>
    private bool Process(ArraySegment<byte> chunk)
    {
        for (int at = chunk.Offset, end = chunk.Offset + chunk.Count; ;)
        {
            var found = _reader.Read(chunk.Array.AsSpan(at, end - at), out int consumed);
            if (found == FolderStreamEvent.Content)
            {
                DiskFailure.Write(content, chunk.Array!, at, consumed);
                reporter.Report(consumed, 1, request.Attachment.Name);
            }
            else if (found is FolderStreamEvent.NeedsMore or FolderStreamEvent.EndFile)
            {
                return found == FolderStreamEvent.EndFile;
            }
            else if (found == FolderStreamEvent.Failed)
            {
                throw _failures.Malformed(_reader.Failure);
            }
            else if (_reader.Record.Size != request.Attachment.Size)
            {
                throw _failures.Malformed(FolderStreamFailure.TooLarge);
            }
            else
            {
                // Truncate an earlier download only when there are bytes to replace it.
                content.SetLength(0);
            }
            at += consumed;
        }
    }
}
