using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.PowerShell.Progress;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Downloads attachments for a cmdlet, with a progress bar.</summary>
/// <param name="cmdlet">The cmdlet that shows the progress.</param>
/// <param name="options">Target folder, limits and behaviour.</param>
/// <param name="stop">Cancelled by Ctrl+C.</param>
internal sealed class AttachmentSaver(PSCmdlet cmdlet, DownloadOptions options, CancellationToken stop)
{
    private readonly HashSet<IPEndPoint> _introduced = [];

    /// <summary>Announces this member to the sender of an attachment, once, when the sender does not know the listener.</summary>
    internal void Introduce(SavableAttachment attachment, IpMsgListener listener)
    {
        if (listener != attachment.Receiver && _introduced.Add(attachment.Server))
            new Introductions(listener.Node, stop).Make([attachment.Server], waits: true, timeoutMs: null);
    }

    /// <summary>Downloads an attachment through a listener.</summary>
    /// <exception cref="IpMsgException">The download failed; its target is the object that the user gave.</exception>
    internal DownloadResult Save(SavableAttachment attachment, IpMsgListener listener)
    {
        var progress = new SaveProgress(cmdlet, attachment);
        AttachmentDownload? download = null;
        try
        {
            var protection = new DownloadEncryption(listener, stop).For(attachment);
            download = new AttachmentDownload(attachment.ToRequest(listener.Node, protection), options, progress.Show)
            {
                OnRestart = reason => cmdlet.WriteWarning(SafeText.Line(attachment + " is fetched from the beginning: " + reason + ".")),
            };
            var result = download.Run(stop);
            if (attachment is { Source: IpMsgAttachment live, Receiver: { } receiver })
                receiver.Node.Inbox.MarkSaved(live.Message, attachment.Attachment.Id, result.Path);
            return result;
        }
        catch (IpMsgException exception)
        {
            throw new IpMsgException(exception.ErrorId, exception.Message, attachment.Source, exception.Advice, exception);
        }
        catch (Exception exception) when (IsStop(exception) && download is not null)
        {
            progress.Complete();
            StopNotice.Write(cmdlet, attachment, download.ResumableBytes);
            throw;
        }
        finally
        {
            progress.Complete();
        }
    }

    // After a stop, a progress record can throw before the download sees the token.
    private static bool IsStop(Exception exception) => exception is OperationCanceledException or PipelineStoppedException;
}
