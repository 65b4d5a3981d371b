using System;
using System.Threading.Tasks;

namespace IpMsg.Node.Upload;

/// <summary>
/// Sends the contents of a file. The last bytes are held back until it is certain that the file is still the one that was announced:
/// otherwise the transfer ends too early, which the recipient notices, rather than with wrong contents, which he would not.
/// </summary>
internal static class ContentSender
{
    /// <exception cref="TransferException">The file is not what it was.</exception>
    internal static async Task SendAsync(ContentFile file, DiskEntry announced, long offset, TransferWriter writer)
    {
        long left = announced.Length - offset;
        if (offset > 0)
            file.Seek(offset);
        while (left > 0)
        {
            if (writer.Room.Count == 0)
                await writer.FlushAsync().ConfigureAwait(false);
            var room = writer.Room;
            int count = file.Read(new ArraySegment<byte>(room.Array, room.Offset, (int)Math.Min(room.Count, left)));
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
