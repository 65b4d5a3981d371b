using System.IO;
using System.Threading.Tasks;

namespace IpMsg.Node;

/// <summary>
/// Sends the contents of a file. The last bytes are held back until it is certain that the file is still the one that was announced:
/// otherwise the transfer ends too early, which the recipient notices, rather than with wrong contents, which he would not.
/// </summary>
internal static class ContentFile
{
    /// <summary>Opens a file without keeping others from it. Without a buffer of its own: the bytes go straight to where they are sent from.</summary>
    internal static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);

    /// <exception cref="TransferException">The file is not what it was.</exception>
    internal static async Task Copy(FileStream file, DiskEntry announced, long offset, TransferOutput output)
    {
        long left = announced.Length - offset;
        if (offset > 0)
            file.Seek(offset, SeekOrigin.Begin);
        while (left > 0)
        {
            if (output.Room.Count == 0)
                await output.Flush().ConfigureAwait(false);
            var room = output.Room;
            int count = file.Read(room.Array, room.Offset, (int)System.Math.Min(room.Count, left));
            if (count == 0)
                throw Changed(announced);
            left -= count;
            if (left == 0)
                Verify(announced);
            output.Add(count);
        }
        if (announced.Length == offset)
            Verify(announced);
    }

    internal static TransferException Changed(DiskEntry announced) => new("'" + announced.Name + "' has changed while it was sent.");

    private static void Verify(DiskEntry announced)
    {
        if (!announced.IsUnchanged())
            throw Changed(announced);
    }
}
