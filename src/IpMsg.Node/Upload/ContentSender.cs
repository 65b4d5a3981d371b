using System;
using System.Threading.Tasks;

namespace IpMsg.Node.Upload;

/// <summary>
/// Sends the contents of a file. Holds the last bytes back until the file proves unchanged. Otherwise the transfer ends early, which the
/// recipient notices; wrong contents would go unnoticed.
/// </summary>
internal static class ContentSender
{
    /// <exception cref="TransferException">The file has changed.</exception>
    internal static async Task SendAsync(ContentFile file, DiskEntry announced, long offset, TransferWriter writer)
    {
        long left = announced.Length - offset;
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
                Verify(announced);
            writer.Add(count);
        }
        if (announced.Length == offset)
            Verify(announced);
    }

    private static void Verify(DiskEntry announced)
    {
        if (!announced.IsUnchanged())
            throw Changed(announced);
    }

    private static TransferException Changed(DiskEntry announced) => new("'" + announced.Name + "' has changed while it was sent.");
}
