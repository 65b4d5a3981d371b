using System;
using System.Threading.Tasks;

namespace IpMsg.Node.Upload;

/// <summary>
/// Sends the contents of a file, up to the length that was announced. The last bytes are held back until it is certain that the file
/// still has the announced contents. Otherwise the transfer ends early, which the recipient notices. Wrong contents stay unnoticed.
/// </summary>
internal static class ContentSender
{
    /// <returns>True when the file has more contents by now than were announced.</returns>
    /// <exception cref="TransferException">The file has become shorter, or is another one.</exception>
    internal static async Task<bool> SendAsync(ContentFile file, DiskEntry announced, long offset, TransferWriter writer)
    {
        long left = announced.Length - offset;
        bool hasGrown = false;
        if (offset > 0)
            file.Seek(offset);
        while (left > 0)
        {
            if (writer.FreeSpace.Count == 0)
                await writer.FlushAsync().ConfigureAwait(false);
            var target = writer.FreeSpace;
            int count = file.Read(new ArraySegment<byte>(target.Array, target.Offset, (int)Math.Min(target.Count, left)));
            left -= count;
            if (count == 0)
                throw Changed(announced);
            if (left == 0)
                hasGrown = HasGrown(announced);
            writer.Add(count);
        }
        return announced.Length == offset ? HasGrown(announced) : hasGrown;
    }

    private static bool HasGrown(DiskEntry announced)
    {
        var now = DiskEntry.At(announced.Path, followsLink: true);
        if (!announced.HasAtLeastItsContentsIn(now))
            throw Changed(announced);
        return now.Length > announced.Length;
    }

    private static TransferException Changed(DiskEntry announced) => new("'" + announced.Name + "' has changed while it was sent.");
}
