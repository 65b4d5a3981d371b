using System;
using System.Buffers;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>Downloads a single file into a staging folder (R78): raw bytes from an offset, exactly as many as announced.</summary>
internal sealed class FileDownload : IDisposable
{
    // A larger buffer brought no measurable gain.
    internal const int BufferSize = 256 << 10;

    private static readonly TimeSpan s_lookForMore = TimeSpan.FromMilliseconds(250);

    private readonly DownloadRequest _request;
    private readonly TimeSpan _silence;
    private readonly ProgressReporter _reporter;
    private readonly DownloadFailures _failures;
    private readonly CancellationToken _stop;
    private readonly FileStream _content;
    private readonly bool _resumes;
    private byte[]? _buffer;

    /// <param name="request">The request.</param>
    /// <param name="options">Whether to resume, and the maximum silence.</param>
    /// <param name="staging">The staging folder. Content of an earlier download stays until new bytes replace it.</param>
    /// <param name="reporter">Reports the progress.</param>
    /// <param name="stop">Stops the download.</param>
    internal FileDownload(
        DownloadRequest request, DownloadOptions options, StagingFolder staging, ProgressReporter reporter, CancellationToken stop)
    {
        _request = request;
        _silence = options.MaxSilence;
        _resumes = options.Resumes;
        _reporter = reporter;
        _failures = new DownloadFailures(request);
        _stop = stop;
        RestartedBecause = _resumes && staging.WasForOther ? "what was there is of another file" : null;
        _content = new FileStream(staging.Folder.PathOf(StagingFolder.Content),
            staging.IsLeftOver ? FileMode.Open : FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1);
    }

    /// <summary>The number of bytes that the download resumed from.</summary>
    internal long ResumedAt { get; private set; }

    /// <summary>Why the earlier download could not be resumed.</summary>
    internal string? RestartedBecause { get; private set; }

    /// <summary>The length of the content so far.</summary>
    internal long Length => _content.Length;

    /// <summary>True when there is nothing to resume later.</summary>
    internal bool IsEmpty => _content.CanRead && _content.Length == 0;

    private byte[] Buffer => _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);

    private long Size => _request.Attachment.Size;

    /// <summary>Downloads, and resumes where that is safe. Returns the open file, whose metadata the caller sets.</summary>
    internal FileStream Run()
    {
        if (_request.IsRecord)
            FetchRecord();
        else if (_content.Length == 0 || !_resumes || !TryResume())
            FetchFrom(0);
        return _content;
    }

    public void Dispose()
    {
        _content.Dispose();
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void FetchRecord()
    {
        RestartedBecause = _resumes && _content.Length > 0 ? "encrypted files are always sent from their beginning" : null;
        new RecordDownload(_request, _silence, _content, _reporter).Run(_stop);
    }

    private bool TryResume()
    {
        long length = _content.Length, offset = length > Size ? -1 : ResumePoint.Find(_content);
        RestartedBecause = offset < 0 ? "what was there is too short or too uniform to be compared" : Resume(offset, length);
        if (RestartedBecause is not null)
            return false;
        ResumedAt = length;
        return true;
    }

    /// <summary>Returns the reason why resuming failed; null when the file is complete.</summary>
    private string? Resume(long offset, long length)
    {
        using var connection = DownloadConnection.Open(_request, offset, _silence, _stop);
        if (!IsSame(connection.TransferReader, offset, length))
        {
            return connection.TransferReader.Total == 0
                ? "the sender sends nothing from the middle of a file"
                : "the sender did not go on where it should, or its file has changed";
        }
        _reporter.Bytes = length;
        Copy(connection.TransferReader, length);
        // A sender that started too early has bytes left. A correct sender waits for us to close.
        connection.EndRequest();
        if (!connection.TransferReader.HasMore(Buffer, s_lookForMore))
            return null;
        _content.SetLength(0);
        return "the sender sent more than the rest of the file";
    }

    private bool IsSame(TransferReader transferReader, long offset, long end)
    {
        byte[] known = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (offset < end)
            {
                int received = transferReader.Receive(Buffer, 0, (int)Math.Min(BufferSize, end - offset));
                if (received == 0 && transferReader.Total > 0)
                    throw _failures.Broken(offset);
                if (received == 0 || ResumePoint.ReadAt(_content, offset, known, received) != received
                    || !Buffer.AsSpan(0, received).SequenceEqual(known.AsSpan(0, received)))
                    return false;
                offset += received;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(known);
        }
    }

    private void FetchFrom(long start)
    {
        _reporter.Bytes = start;
        using var connection = DownloadConnection.Open(_request, start, _silence, _stop);
        Copy(connection.TransferReader, start);
    }

    private void Copy(TransferReader transferReader, long position)
    {
        _content.Position = position;
        // Truncate only when there are bytes to replace the old ones.
        bool isCut = _content.Length == position;
        while (position < Size)
        {
            int received = transferReader.Receive(Buffer, 0, (int)Math.Min(BufferSize, Size - position));
            if (received == 0)
                throw transferReader.Total == 0 ? _failures.Unavailable() : _failures.Broken(position);
            if (!isCut)
                _content.SetLength(position);
            isCut = true;
            DiskFailure.Write(_content, Buffer, 0, received);
            position += received;
            _reporter.Report(received, 1, _request.Attachment.Name);
        }
        if (!isCut)
            _content.SetLength(position);
    }
}
