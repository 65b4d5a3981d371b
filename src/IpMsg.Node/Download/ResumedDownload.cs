using System;
using System.Buffers;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>
/// Resumes a file: requests it from an offset before the end of what is there, compares what is there already, and appends the rest (R80,
/// R106). For an encrypted file the comparison also proves the key, since there is no header to prove it.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="silence">The maximum silence of the sender.</param>
/// <param name="content">The incomplete file.</param>
/// <param name="reporter">Reports the progress.</param>
internal sealed class ResumedDownload(DownloadRequest request, TimeSpan silence, FileStream content, ProgressReporter reporter)
{
    private static readonly TimeSpan s_lookForMore = TimeSpan.FromMilliseconds(250);

    private readonly DownloadFailures _failures = new(request);
    private readonly long _length = content.Length;
    private long _position;

    /// <summary>Returns the reason why resuming failed; null when the file is complete.</summary>
    /// <param name="offset">The offset to request, before the end of the file.</param>
    /// <param name="stop">Stops the download.</param>
    internal string? Run(long offset, CancellationToken stop)
    {
        using var connection = DownloadConnection.Open(request, offset, silence, stop);
        _position = offset;
        reporter.Bytes = _length;
        long size = request.Attachment.Size;
        bool hasMore = false;
        while (_position < size)
        {
            var piece = connection.Next();
            // Only an encrypted request is certain to be understood (R106), so that silence is a refusal.
            if (piece.Count == 0 && connection.TransferReader.Total == 0)
                return request.Protection is null ? "the sender sends nothing from the middle of a file" : throw _failures.Unavailable();
            if (piece.Count == 0)
                throw _failures.Broken(_position);
            int count = (int)Math.Min(piece.Count, size - _position);
            int known = (int)Math.Max(0, Math.Min(count, _length - _position));
            if (!IsSame(piece.Array.AsSpan(piece.Offset, known)))
                return "the sender did not go on where it should, or its file has changed";
            Append(piece.Array!, piece.Offset + known, count - known);
            hasMore = piece.Count > count;
        }
        // A sender that started too early has bytes left. A correct sender waits for us to close.
        connection.EndRequest();
        if (!hasMore && !connection.HasMore(s_lookForMore))
            return null;
        content.SetLength(0);
        return "the sender sent more than the rest of the file";
    }

    private bool IsSame(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty)
            return true;
        byte[] known = ArrayPool<byte>.Shared.Rent(received.Length);
        bool isSame = ResumePoint.ReadAt(content, _position, known, received.Length) == received.Length
            && received.SequenceEqual(known.AsSpan(0, received.Length));
        ArrayPool<byte>.Shared.Return(known);
        _position += received.Length;
        return isSame;
    }

    // The comparison has left the file at its end.
    private void Append(byte[] bytes, int offset, int count)
    {
        if (count == 0)
            return;
        DiskFailure.Write(content, bytes, offset, count);
        _position += count;
        reporter.Report(count, 1, request.Attachment.Name);
    }
}
