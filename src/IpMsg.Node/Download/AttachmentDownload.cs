using System;
using System.IO;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>
/// Downloads one attachment. Writes only inside the target folder. The final name appears only when the download is complete. What arrived
/// of an incomplete file stays in the staging folder, so that a later download can resume it; an incomplete folder is removed (R87).
/// </summary>
public sealed class AttachmentDownload
{
    private readonly DownloadRequest _request;
    private readonly DownloadOptions _options;
    private readonly Action<DownloadProgress>? _onProgress;
    private readonly DownloadFailures _failures;
    private readonly RenamedEntries _renamed = new();

    /// <param name="request">The attachment and its sender.</param>
    /// <param name="options">Target folder, limits and behaviour.</param>
    /// <param name="onProgress">Called with the progress on the downloading thread, at most five times a second.</param>
    public AttachmentDownload(DownloadRequest request, DownloadOptions options, Action<DownloadProgress>? onProgress = null)
    {
        _request = request;
        _options = options;
        _onProgress = onProgress;
        _failures = new DownloadFailures(request);
    }

    /// <summary>
    /// Called on the downloading thread with the reason, before a download that should resume starts again from the beginning.
    /// </summary>
    public Action<string>? OnRestart { get; init; }

    /// <summary>
    /// The bytes that are kept after a failure or a stop, and that a later download with <see cref="DownloadOptions.Resumes"/> can resume.
    /// </summary>
    public long ResumableBytes { get; private set; }

    /// <summary>Downloads on the calling thread. Call it once.</summary>
    /// <param name="stop">Stops the download at once by closing the connection.</param>
    /// <exception cref="IpMsgException">The download failed.</exception>
    /// <exception cref="OperationCanceledException">The download was stopped.</exception>
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
        const string reason = "a folder cannot be resumed";
        if (_options.Resumes)
            OnRestart?.Invoke(reason);
        var reporter = new ProgressReporter(_onProgress, null);
        using var download = new FolderDownload(_request, _options, name, staging.Folder, reporter, _renamed);
        download.Run(stop);
        return Finish(target, staging, StagingFolder.Tree, name, new DownloadResult("", true, reporter.Bytes, download.Entries)
        {
            RestartedBecause = _options.Resumes ? reason : null,
        });
    }

    private DownloadResult FetchFile(FolderHandle target, StagingFolder staging, string name, CancellationToken stop)
    {
        var attachment = _request.Attachment;
        var reporter = new ProgressReporter(_onProgress, attachment.Size);
        using var download = new FileDownload(_request, _options, staging, reporter, OnRestart, stop);
        try
        {
            staging.IsKept = true;
            DiskSpace.Require(target, attachment.Size - download.Length, _failures);
            var content = download.Run();
            var metadata = new FileMetadata(attachment.Flags, attachment.ExtendedAttributes, attachment.Modified);
            metadata.Close(content, Platform.IsWindows ? 0 : LibCFiles.Mask());
            var result = Finish(target, staging, StagingFolder.Content, name, new DownloadResult("", false, attachment.Size, 1)
            {
                ResumedAt = download.ResumedAt,
                RestartedBecause = download.RestartedBecause,
            });
            staging.IsKept = false;
            return result;
        }
        catch
        {
            staging.IsKept = !download.IsEmpty;
            ResumableBytes = download.ResumableLength;
            throw;
        }
    }

    private DownloadResult Finish(FolderHandle target, StagingFolder staging, string staged, string name, DownloadResult result)
    {
        string final = new DestinationMover(_options.Rules, _options.Overwrites, _renamed).Move(staging.Folder, staged, target, name, name);
        return result with { Path = target.Shown(final), Names = _renamed.Names, ChangedNames = _renamed.Count };
    }
}
