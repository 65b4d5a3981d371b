using System;
using System.IO;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>
/// Fetches one attachment. Nothing is written outside of the target folder, and nothing stands under the final name before it is whole.
/// Of a file that could not be fetched to its end, what came stays in the staging folder, for a later fetch to go on with; of a folder
/// nothing stays (R87).
/// </summary>
public sealed class AttachmentDownload
{
    private readonly DownloadRequest _request;
    private readonly DownloadOptions _options;
    private readonly Action<DownloadProgress>? _onProgress;
    private readonly DownloadFailures _failures;
    private readonly RenamedEntries _renamed = new();

    /// <param name="request">What to fetch.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="onProgress">Hears of the progress, on the thread that runs, at most five times a second.</param>
    public AttachmentDownload(DownloadRequest request, DownloadOptions options, Action<DownloadProgress>? onProgress = null)
    {
        _request = request;
        _options = options;
        _onProgress = onProgress;
        _failures = new DownloadFailures(request);
    }

    /// <summary>Fetches, on the calling thread. To be called once.</summary>
    /// <param name="stop">Ends it at once, by closing the connection.</param>
    /// <exception cref="IpMsgException">It could not be fetched.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DownloadResult Run(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var attachment = _request.Attachment;
        var safe = SafeFileName.Of(attachment.Name, _options.Rules);
        if (safe.Name is null)
            throw _failures.Rejected(attachment.Name, safe.Flaws);
        if (attachment.Size > _options.MaxSize)
            throw _failures.BeyondLimit($"{attachment.Size} bytes, more than {_options.MaxSize}");
        try
        {
            using var target = FolderHandle.Open(_options.Folder);
            using var staging = StagingFolder.Open(target, _request, keepsLeftOver: !_request.IsFolder);
            if (safe.IsChanged)
                _renamed.Add(attachment.Name, safe.Name, safe.Flaws);
            var result = _request.IsFolder ? FetchFolder(target, staging, safe.Name, stop) : FetchFile(target, staging, safe.Name, stop);
            StagingCleanup.RunOnce(target);
            return result;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw _failures.NotWritable(_options.Folder, failure);
        }
    }

    private DownloadResult FetchFolder(FolderHandle target, StagingFolder staging, string name, CancellationToken stop)
    {
        var reporter = new ProgressReporter(_onProgress, null);
        using var download = new FolderDownload(_request, _options, name, staging.Folder, reporter, _renamed);
        download.Run(stop);
        return Finish(target, staging, StagingFolder.Tree, name, new DownloadResult("", true, reporter.Bytes, download.Entries));
    }

    private DownloadResult FetchFile(FolderHandle target, StagingFolder staging, string name, CancellationToken stop)
    {
        var attachment = _request.Attachment;
        using var download = new FileDownload(_request, _options, staging, new ProgressReporter(_onProgress, attachment.Size), stop);
        try
        {
            staging.IsKept = true;
            DiskSpace.Require(target, attachment.Size - download.Length, _failures);
            var content = download.Run();
            new FileMetadata(attachment.Flags, attachment.ExtendedAttributes, attachment.Modified).Close(content, Platform.IsWindows ? 0 : LibCFiles.Mask());
            var result = Finish(target, staging, StagingFolder.Content, name,
                new DownloadResult("", false, attachment.Size, 1) { ResumedAt = download.ResumedAt, RestartedBecause = download.RestartedBecause });
            staging.IsKept = false;
            return result;
        }
        catch when (download.IsEmpty)
        {
            staging.IsKept = false;
            throw;
        }
    }

    private DownloadResult Finish(FolderHandle target, StagingFolder staging, string staged, string name, DownloadResult result)
    {
        string final = new DestinationMover(_options.Rules, _options.Overwrites, _renamed).Move(staging.Folder, staged, target, name, name);
        return result with { Path = target.Shown(final), Names = _renamed.Names, ChangedNames = _renamed.Count };
    }
}
