using System;
using System.IO;
using System.Text;
using IpMsg.Node.Contacts.Json;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;

namespace IpMsg.Node.Contacts;

/// <summary>Reads and changes contact files.</summary>
internal static class ContactFile
{
    /// <summary>The maximum length of a file in bytes.</summary>
    internal const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="IpMsgException">It is missing or damaged, or cannot be read.</exception>
    internal static ContactDocument Read(string path) => Guard(path, "read", () => ContactDocument.Parse(ReadText(path)));

    /// <summary>
    /// Changes a file, or creates it. Changes of other processes of the user are not lost: each reads the file again under a lock.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="change">The new text; called with the content of now.</param>
    /// <exception cref="IpMsgException">The file is damaged, or cannot be read or written.</exception>
    internal static void Change(string path, Func<ContactDocument, string> change) => Guard(path, "written", () =>
    {
        // A link stays a link, and two paths of a file share its lock.
        string real = RealPath.Of(path) ?? Path.GetFullPath(path);
        using var mutex = new PathMutex(real);
        mutex.Run(() =>
        {
            bool exists = File.Exists(real);
            string before = exists ? ReadText(real) : ContactDocument.Empty;
            string after = change(ContactDocument.Parse(before));
            if (exists && after == before)
                return;
            byte[] bytes = s_utf8.GetBytes(after);
            if (bytes.Length > MaxBytes)
                throw new IOException("it would have more than " + MaxBytes + " bytes");
            // What was written must be readable again.
            ContactDocument.Parse(after);
            PrivateFile.CreateFolder(Path.GetDirectoryName(real)!);
            AtomicFile.ReplaceShared(real, bytes);
        });
        return true;
    });

    private static string ReadText(string path)
    {
        byte[] bytes = AtomicFile.Read(path, MaxBytes + 1);
        if (bytes.Length > MaxBytes)
            throw new IOException("it has more than " + MaxBytes + " bytes");
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new IOException("it is not in UTF-8");
        }
    }

    private static T Guard<T>(string path, string verb, Func<T> work)
    {
        PathCheck.Require(IpMsgErrorId.InvalidContactFile, path);
        try
        {
            return work();
        }
        catch (JsonTextException damaged)
        {
            throw new IpMsgException(
                IpMsgErrorId.InvalidContactFile,
                "The contact file '" + path + "' cannot be used: line " + damaged.Line + ", column " + damaged.Column + ": "
                + damaged.Message + ".",
                path, "Correct the file there. about_IpMsg_Contacts describes its form.", damaged);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidContactFile, "The contact file '" + path + "' does not exist.", path,
                "Give the path of a file that exists; Set-IpMsgContact creates the first one of -ContactPath or IPMSG_CONTACTS.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidContactFile,
                "The contact file '" + path + "' cannot be " + verb + ": " + failure.Message.TrimEnd('.') + ".", path,
                "Give a file that you may read and write; -ContactPath names another one.", failure);
        }
    }
}
