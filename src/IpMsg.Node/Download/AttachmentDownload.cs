using System;
using System.IO;
using System.Threading;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>
/// Fetches one attachment. Nothing is written outside of the target folder, and nothing stands under the final name before it is whole.
/// Of a file that could not be fetched to its end, what came stays in the staging folder, for a later fetch to go on with; of a folder
/// nothing stays (R87).
/// </summary>
public sealed class AttachmentFetch
{
    private readonly FetchOrder _order;
    private readonly FetchOptions _options;
    private readonly Action<FetchProgress>? _onProgress;
    private readonly FetchErrors _errors;
    private readonly FetchNotes _notes = new();

    /// <param name="order">What to fetch.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="onProgress">Hears of the progress, on the thread that runs, at most five times a second.</param>
    public AttachmentFetch(FetchOrder order, FetchOptions options, Action<FetchProgress>? onProgress = null)
    {
        _order = order;
        _options = options;
        _onProgress = onProgress;
        _errors = new FetchErrors(order);
    }

    /// <summary>Fetches, on the calling thread. To be called once.</summary>
    /// <param name="stop">Ends it at once, by closing the connection.</param>
    /// <exception cref="IpMsgException">It could not be fetched.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public FetchResult Run(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var attachment = _order.Attachment;
        var safe = SafeFileName.Of(attachment.Name, _options.Rules);
        if (safe.Name is null)
            throw _errors.Rejected(attachment.Name, safe.Flaws);
        if (attachment.Size > _options.MaximumSize)
            throw _errors.BeyondLimit($"{attachment.Size} bytes, more than {_options.MaximumSize}");
        try
        {
            using var target = FolderHandle.Open(_options.Folder);
            using var staging = StagingFolder.Open(target, _order, keepsLeftOver: !_order.IsFolder);
            if (safe.IsChanged)
                _notes.Add(attachment.Name, safe.Name, safe.Flaws);
            var result = _order.IsFolder ? FetchFolder(target, staging, safe.Name, stop) : FetchFile(target, staging, safe.Name, stop);
            StagingSweep.RunOnce(target);
            return result;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw _errors.NotWritable(_options.Folder, failure);
        }
    }

    private FetchResult FetchFolder(FolderHandle target, StagingFolder staging, string name, CancellationToken stop)
    {
        var meter = new ProgressMeter(_onProgress, null);
        using var fetch = new FolderFetch(_order, _options, name, staging.Folder, meter, _notes);
        fetch.Run(stop);
        return Finish(target, staging, StagingFolder.Tree, name, new FetchResult("", true, meter.Bytes, fetch.Entries));
    }

    private FetchResult FetchFile(FolderHandle target, StagingFolder staging, string name, CancellationToken stop)
    {
        var attachment = _order.Attachment;
        using var fetch = new FileFetch(_order, _options, staging, new ProgressMeter(_onProgress, attachment.Size), stop);
        try
        {
            staging.IsKept = true;
            DiskSpace.Require(target, attachment.Size - fetch.Length, _errors);
            var content = fetch.Run();
            new FileTraits(attachment.Flags, attachment.Extras, attachment.Modified).Close(content, Platform.IsWindows ? 0 : LibCFiles.Mask());
            var result = Finish(target, staging, StagingFolder.Content, name,
                new FetchResult("", false, attachment.Size, 1) { ResumedAt = fetch.ResumedAt, RestartedBecause = fetch.RestartedBecause });
            staging.IsKept = false;
            return result;
        }
        catch when (fetch.IsEmpty)
        {
            staging.IsKept = false;
            throw;
        }
    }

    private FetchResult Finish(FolderHandle target, StagingFolder staging, string staged, string name, FetchResult result)
    {
        string final = new FinalPlace(_options.Rules, _options.Overwrites, _notes).Move(staging.Folder, staged, target, name, name);
        return result with { Path = target.Shown(final), Names = _notes.Names, ChangedNames = _notes.Count };
    }
}
