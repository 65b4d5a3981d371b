using System;
using System.Buffers;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>
/// Fetches a single file into a staging folder (R78): raw bytes from an offset on, of which exactly as many are read as were announced.
/// </summary>
internal sealed class FileDownload : IDisposable
{
    // Beyond this, nothing that could be measured was gained.
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

    /// <param name="request">What to fetch.</param>
    /// <param name="options">Whether to go on with what is there, and how long to wait.</param>
    /// <param name="staging">Where it is put. What an earlier fetch left there goes when there is something to replace it.</param>
    /// <param name="reporter">Hears of the progress.</param>
    /// <param name="stop">Ends it.</param>
    internal FileDownload(DownloadRequest request, DownloadOptions options, StagingFolder staging, ProgressReporter reporter, CancellationToken stop)
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

    /// <summary>How much of an earlier fetch was of use.</summary>
    internal long ResumedAt { get; private set; }

    /// <summary>Why what was there could not be used.</summary>
    internal string? RestartedBecause { get; private set; }

    /// <summary>What there is so far.</summary>
    internal long Length => _content.Length;

    /// <summary>True when nothing has come that could be gone on with.</summary>
    internal bool IsEmpty => _content.CanRead && _content.Length == 0;

    private byte[] Buffer => _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);

    private long Size => _request.Attachment.Size;

    /// <summary>Fetches, from where an earlier fetch ended if that can be done without doubt. Returns the file, for its traits to be set.</summary>
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

    /// <summary>Why it did not work; null when the file is whole.</summary>
    private string? Resume(long offset, long length)
    {
        using var connection = DownloadConnection.Open(_request, offset, _silence, _stop);
        if (!IsSame(connection.TransferReader, offset, length))
            return connection.TransferReader.Total == 0 ? "the sender sends nothing from the middle of a file" : "the sender did not go on where it should, or its file has changed";
        _reporter.Bytes = length;
        Copy(connection.TransferReader, length);
        // Who began too early has something left now. Who did as asked only waits for us to close, and closes.
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
        // What is to be replaced goes when there is something to replace it.
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
