using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpMsg.Node.Contacts;

/// <summary>The contact files of a listener or a cmdlet. A file is read again when it has changed. Thread-safe.</summary>
/// <param name="paths">The files in order of precedence. Only the first one may be missing: it has no contacts yet.</param>
internal sealed class ContactFiles(IReadOnlyList<string> paths)
{
    private readonly object _lock = new();
    private readonly Content[] _contents = [.. paths.Select(static _ => new Content())];
    private ContactBook _book = ContactBook.Empty;
    private bool _isRead;

    /// <summary>The files in order of precedence.</summary>
    internal IReadOnlyList<string> Paths => paths;

    /// <summary>All contacts of now.</summary>
    internal ContactBook Read()
    {
        lock (_lock)
        {
            bool isNew = !_isRead;
            for (int i = 0; i < paths.Count; i++)
                isNew |= Refresh(_contents[i], paths[i], mayBeMissing: i == 0);
            if (isNew)
            {
                _book = new ContactBook(_contents.SelectMany(static each => each.Contacts ?? []))
                {
                    Failures = [.. _contents.Select(static each => each.Failure).OfType<IpMsgException>()],
                    Unknown = Array.Find(_contents, static each => each.Contacts is null)?.Failure,
                };
            }
            _isRead = true;
            return _book;
        }
    }

    /// <summary>Reads all files again with the next call, also those whose time and length are as before.</summary>
    internal void Invalidate()
    {
        lock (_lock)
        {
            foreach (var content in _contents)
                content.Stamp = null;
        }
    }

    private static bool Refresh(Content content, string path, bool mayBeMissing)
    {
        var stamp = StampOf(path);
        if (content.Stamp == stamp)
            return false;
        content.Stamp = stamp;
        content.Failure = null;
        try
        {
            content.Contacts = stamp.Length < 0 && mayBeMissing ? []
                : [.. ContactFile.Read(path).Contacts.Select(each => each with { File = path })];
        }
        catch (IpMsgException failure)
        {
            content.Failure = failure;
        }
        return true;
    }

    private static (DateTime Time, long Length) StampOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (default, -1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Reading it tells why.
            return (default, 0);
        }
    }

    private sealed class Content
    {
        internal (DateTime Time, long Length)? Stamp;
        internal IReadOnlyList<Contact>? Contacts;
        internal IpMsgException? Failure;
    }
}
