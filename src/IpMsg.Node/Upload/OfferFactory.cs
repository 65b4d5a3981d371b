using System;
using System.IO;
using System.Linq;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>Creates offers from paths.</summary>
public static class OfferFactory
{
    // The reference client's limit for images (R94).
    private const long MaxImage = 10 * 1024 * 1024;
    private const int MaxCounted = 10_000;

    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] s_jpeg = [0xFF, 0xD8, 0xFF];

    /// <summary>Describes a file or folder for its recipients. Follows links.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="asImage">True for an image inside the text: PNG or JPEG, at most 10 MiB.</param>
    /// <exception cref="IpMsgException">The path does not exist, is unreadable, or cannot be sent.</exception>
    public static OutgoingFile Describe(string path, bool asImage = false)
    {
        RequireFile(path, Platform.IsWindows);
        string full = FullPath(ExactIfThere(path, Platform.IsWindows, static each => File.Exists(each) || Directory.Exists(each)));
        var entry = DiskEntry.At(full, followsLink: true);
        bool isFolder = entry.Kind == EntryKind.Folder;
        switch (entry.Kind)
        {
            case EntryKind.None:
                throw new IpMsgException(IpMsgErrorId.AttachmentNotFound, "There is no file or folder '" + path + "'.", path);
            case EntryKind.Unreadable:
                throw Unreadable(path, null);
            case EntryKind.Link or EntryKind.Other:
                throw NotSupported(path, "is neither a file nor a folder");
        }
        if (entry.Name.Length == 0)
            throw NotSupported(path, "has no name of its own");
        if (asImage && isFolder)
            throw NotSupported(path, "is a folder and no image");
        bool isJpeg = false;
        // iptux does not download a folder of size 0, which it takes for empty. Other clients ignore the size.
        long size = Try(path, () => isFolder ? Math.Max(1, CountEntries(full)) : Probe(path, entry, asImage, out isJpeg));
        var kind = isFolder ? FileKind.Folder : asImage ? FileKind.Image : FileKind.Regular;
        var attachment = new Attachment(0, entry.Name, size, kind)
        {
            Flags = entry.Flags,
            Modified = entry.Modified,
            ExtendedAttributes = FileDetails.All(entry),
        };
        return new OutgoingFile(attachment, new OfferedSource(full, entry)) { IsJpeg = isJpeg };
    }

    /// <summary>
    /// Refuses what must not even be looked at: that opens a pipe. A reserved name counts only where the system takes it for a device:
    /// Windows 11 has files with such names.
    /// </summary>
    internal static void RequireFile(string path, bool isWindows)
    {
        if (isWindows && WindowsPath.FlawOf(path) is PathFlaw.Device or PathFlaw.Stream)
            PathCheck.Require(IpMsgErrorId.AttachmentNotSupported, path, isWindows);
    }

    /// <summary>
    /// The path with the prefix <c>\\?\</c> when Windows would change a name in it, and there is an entry of just this name: other programs
    /// make such entries, and wildcards find them.
    /// </summary>
    internal static string ExactIfThere(string path, bool isWindows, Func<string, bool> exists)
    {
        string exact = isWindows ? WindowsPath.ForCalls(path) : path;
        return exact != path && WindowsPath.Plain(exact) != path && exists(exact) ? exact : path;
    }

    private static int CountEntries(string folder) => Directory.EnumerateFileSystemEntries(SystemPath.Of(folder)).Take(MaxCounted).Count();

    // Checks now, because later only the recipient would see the error.
    private static long Probe(string path, DiskEntry entry, bool asImage, out bool isJpeg)
    {
        isJpeg = false;
        using var file = ContentFile.Open(entry.Path);
        if (!asImage)
            return entry.Length;
        if (entry.Length > MaxImage)
            throw NotSupported(path, "is larger than the 10 MiB that an image may have");
        byte[] start = new byte[s_png.Length];
        int count = file.Read(new ArraySegment<byte>(start));
        isJpeg = count == start.Length && start.Take(s_jpeg.Length).SequenceEqual(s_jpeg);
        return isJpeg || count == start.Length && start.SequenceEqual(s_png)
            ? entry.Length
            : throw NotSupported(path, "is neither a PNG nor a JPEG image");
    }

    private static string FullPath(string path)
    {
        string full = Try(path, () => Path.GetFullPath(path));
        string trimmed = full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return trimmed.Length < (Path.GetPathRoot(full)?.Length ?? 0) ? full : trimmed;
    }

    private static T Try<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IpMsgException(IpMsgErrorId.AttachmentNotFound, "There is no file or folder '" + path + "'.", path, null, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, exception);
        }
    }

    // The system's messages include the path.
    private static IpMsgException Unreadable(string path, Exception? reason) =>
        new(IpMsgErrorId.AttachmentUnreadable, reason?.Message ?? "'" + path + "' cannot be read.", path, null, reason);

    private static IpMsgException NotSupported(string path, string flaw) =>
        new(IpMsgErrorId.AttachmentNotSupported, "'" + path + "' " + flaw + ".", path);
}
