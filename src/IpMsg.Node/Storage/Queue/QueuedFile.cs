using System;

namespace IpMsg.Node.Storage.Queue;

/// <summary>A file, folder or image of a queued message, as it was when the message was queued.</summary>
/// <param name="Path">The full path.</param>
/// <param name="IsImage">True for an image inside the text.</param>
/// <param name="IsFolder">True for a folder, whose contents are not compared.</param>
/// <param name="Length">The length of a file in bytes.</param>
/// <param name="Modified">The time of its last change.</param>
internal sealed record QueuedFile(string Path, bool IsImage, bool IsFolder, long Length, DateTimeOffset Modified);
