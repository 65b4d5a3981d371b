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

    private readonly DownloadRequest _request;
    private readonly TimeSpan _silence;
    private readonly ProgressReporter _reporter;
    private readonly DownloadFailures _failures;
    private readonly CancellationToken _stop;
    private readonly FileStream _content;
    private readonly bool _resumes;
    private readonly Action<string>? _onRestart;
    private byte[]? _buffer;

    /// <param name="request">The request.</param>
    /// <param name="options">Whether to resume, and the maximum silence.</param>
    /// <param name="staging">The staging folder. Content of an earlier download stays until new bytes replace it.</param>
    /// <param name="reporter">Reports the progress.</param>
    /// <param name="onRestart">Called with the reason before a download starts again from the beginning.</param>
    /// <param name="stop">Stops the download.</param>
    internal FileDownload(
        DownloadRequest request, DownloadOptions options, StagingFolder staging, ProgressReporter reporter, Action<string>? onRestart,
        CancellationToken stop)
    {
        _request = request;
        _silence = options.MaxSilence;
        _resumes = options.Resumes;
        _reporter = reporter;
        _onRestart = onRestart;
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

    /// <summary>The bytes that a later download can resume; 0 when it would start again.</summary>
    internal long ResumableLength => _content.CanRead && _request.HasOffsets && _content.Length > ResumePoint.MinOverlap ? Length : 0;

    private byte[] Buffer => _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);

    private long Size => _request.Attachment.Size;

    /// <summary>Downloads, and resumes where that is safe. Returns the open file, whose metadata the caller sets.</summary>
    internal FileStream Run()
    {
        if (_resumes && _content.Length > 0)
            RestartedBecause = Resume();
        if (ResumedAt > 0)
            return _content;
        if (RestartedBecause is not null)
            _onRestart?.Invoke(RestartedBecause);
        _reporter.Bytes = 0;
        if (_request.IsRecord)
            new RecordDownload(_request, _silence, _content, _reporter).Run(_stop);
        else
            FetchWhole();
        return _content;
    }

    public void Dispose()
    {
        _content.Dispose();
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
    }

    /// <summary>Returns the reason why resuming is impossible or failed; null when the file is complete.</summary>
    private string? Resume()
    {
        if (!_request.HasOffsets)
            return "its sender sends encrypted files only as a whole";
        long length = _content.Length, offset = length > Size ? -1 : ResumePoint.Find(_content);
        if (offset < 0)
            return "what was there is too short or too uniform to be compared";
        string? reason = new ResumedDownload(_request, _silence, _content, _reporter).Run(offset, _stop);
        ResumedAt = reason is null ? length : 0;
        return reason;
    }

    private void FetchWhole()
    {
        using var connection = DownloadConnection.Open(_request, 0, _silence, _stop);
        var transferReader = connection.TransferReader;
        long position = _content.Position = 0;
        // Truncate only when there are bytes to replace the old ones.
        bool isCut = _content.Length == 0;
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
