using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Storage.Folders;
using IpMsg.Node.Storage.Queue;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Queueing;

/// <summary>The files of queued messages: what is stored of them, and whether they are still there.</summary>
internal static class QueuedFiles
{
    /// <summary>What is stored of files that are offered.</summary>
    internal static IReadOnlyList<QueuedFile> Of(IReadOnlyList<OutgoingFile> files) => [.. files.Select(static each =>
    {
        var source = (OfferedSource)each.Source;
        return new QueuedFile(source.Path, each.Attachment.Kind == FileKind.Image, source.IsFolder, source.Entry.Length,
            source.Entry.Modified);
    })];

    /// <summary>The files to offer. Null with the reason when one of them is gone, or is not what it was.</summary>
    internal static IReadOnlyList<OutgoingFile>? Describe(IReadOnlyList<QueuedFile> files, out string? flaw)
    {
        flaw = null;
        var described = new List<OutgoingFile>(files.Count);
        foreach (var file in files)
        {
            var now = DiskEntry.At(file.Path, followsLink: true);
            if (now.Kind is EntryKind.None or EntryKind.Unreadable)
                flaw = "'" + file.Path + "' is not there any more, or cannot be read.";
            else if (now.Kind != (file.IsFolder ? EntryKind.Folder : EntryKind.File)
                || !file.IsFolder && (now.Length != file.Length || now.Modified != file.Modified))
                flaw = "'" + file.Path + "' has changed since the message was queued.";
            if (flaw is not null)
                return null;
            try
            {
                described.Add(OfferFactory.Describe(file.Path, file.IsImage));
            }
            catch (IpMsgException unusable)
            {
                flaw = unusable.Message;
                return null;
            }
        }
        return described;
    }
}
