using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>Downloads a folder into a staging folder (R82, R86). The contents go from the stream to the disk without a copy.</summary>
internal sealed class FolderDownload : IDisposable
{
    private readonly DownloadRequest _request;
    private readonly DownloadOptions _options;
    private readonly FolderHandle _staging;
    private readonly ProgressReporter _reporter;
    private readonly RenamedEntries _renamed;
    private readonly DownloadFailures _failures;
    private readonly int _mask = Platform.IsWindows ? 0 : LibCFiles.Mask();
    private readonly Stack<FolderLevel> _levels = new();
    private readonly FolderStreamReader _reader;
    private readonly string _root;
    private NewFile? _file;

    /// <param name="request">The request.</param>
    /// <param name="options">Limits and name rules.</param>
    /// <param name="root">The folder's name.</param>
    /// <param name="staging">The staging folder.</param>
    /// <param name="reporter">Reports the progress.</param>
    /// <param name="renamed">Collects changed names.</param>
    internal FolderDownload(
        DownloadRequest request, DownloadOptions options, string root, FolderHandle staging,
        ProgressReporter reporter, RenamedEntries renamed)
    {
        _request = request;
        _options = options;
        _root = root;
        _staging = staging;
        _reporter = reporter;
        _renamed = renamed;
        _failures = new DownloadFailures(request);
        _reader = new FolderStreamReader(request.StreamNames, expectsFolder: true,
            new FolderStreamLimits { MaxDepth = options.MaxDepth, MaxEntries = options.MaxCount, MaxSize = options.MaxSize });
    }

    /// <summary>The number of files and folders.</summary>
    internal long Entries => _reader.Entries;

    /// <summary>Downloads everything. At the end of the stream we close the connection without waiting for more data.</summary>
    internal void Run(CancellationToken stop)
    {
        using var connection = DownloadConnection.Open(_request, 0, _options.MaxSilence, stop);
        for (bool isEnd = false; !isEnd;)
        {
            var chunk = connection.Next();
            isEnd = chunk.Count == 0 ? Close(connection.TransferReader.Total) : Process(chunk);
        }
        connection.EndRequest();
    }

    public void Dispose()
    {
        _file?.Dispose();
        while (_levels.Count > 0)
            _levels.Pop().Dispose();
    }

    private bool Close(long total)
    {
        if (total == 0)
            throw _failures.Unavailable();
        return _reader.Close() == FolderStreamEvent.End ? true : throw Failure(_reader.Failure);
    }

    /// <summary>Processes a chunk; returns true at the end of the stream.</summary>
    private bool Process(ArraySegment<byte> chunk)
    {
        for (int at = chunk.Offset, end = chunk.Offset + chunk.Count; ;)
        {
            var found = _reader.Read(chunk.Array.AsSpan(at, end - at), out int consumed);
            if (found == FolderStreamEvent.Content)
            {
                _file!.Write(chunk.Array!, at, consumed);
                _reporter.Report(consumed, _reader.Entries, _reader.Record.Name);
            }
            else if (found is FolderStreamEvent.NeedsMore or FolderStreamEvent.End)
            {
                return found == FolderStreamEvent.End;
            }
            else
            {
                Apply(found, _reader.Record);
            }
            at += consumed;
        }
    }

    private void Apply(FolderStreamEvent found, in FolderRecord record)
    {
        switch (found)
        {
            case FolderStreamEvent.EnterFolder:
                _levels.Push(_levels.Count == 0 ? EnterRoot(record) : _levels.Peek().Enter(record, _failures, _renamed));
                _reporter.Report(0, _reader.Entries, record.Name);
                break;
            case FolderStreamEvent.BeginFile:
                DiskSpace.Require(_staging, record.Size, _failures);
                _file = _levels.Peek().Create(record, _failures, _renamed);
                break;
            case FolderStreamEvent.EndFile:
                new FileMetadata(record.Flags, record.ExtendedAttributes).Close(_file!, _mask);
                _file = null;
                break;
            case FolderStreamEvent.LeaveFolder:
                using (var level = _levels.Pop())
                    level.Finish(record.ExtendedAttributes);
                break;
            case FolderStreamEvent.Skip:
                _renamed.Add(record.Name, null, NameFlaws.None);
                break;
            default:
                throw Failure(_reader.Failure);
        }
    }

    // The root folder keeps the name from the attachment list; the stream's name is ignored.
    private FolderLevel EnterRoot(in FolderRecord record)
    {
        var metadata = new FileMetadata(record.Flags, record.ExtendedAttributes, _request.Attachment.Modified);
        if (!_staging.TryCreateFolder(StagingFolder.Tree, metadata.FolderMode))
            throw new IOException($"'{_staging.Shown(StagingFolder.Tree)}' is there already.");
        int length = Encoding.UTF8.GetByteCount(Path.GetFullPath(_options.Folder)) + 1 + Encoding.UTF8.GetByteCount(_root);
        return new FolderLevel(_staging.Enter(StagingFolder.Tree), _root, length, metadata, _options.Rules);
    }

    private IpMsgException Failure(FolderStreamFailure failure) => failure switch
    {
        FolderStreamFailure.Truncated => _failures.Broken(_reporter.Bytes),
        FolderStreamFailure.TooDeep => _failures.BeyondLimit($"more than {_options.MaxDepth} folders within each other"),
        FolderStreamFailure.TooManyEntries => _failures.BeyondLimit($"more than {_options.MaxCount} files and folders"),
        FolderStreamFailure.TooLarge => _failures.BeyondLimit($"more than {_options.MaxSize} bytes"),
        _ => _failures.Malformed(failure),
    };
}
