using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// What recognises the encrypted messages that processes of the user have shown (R116), in one file beside the pinned keys. All processes
/// append records of a fixed length and read what others have appended. A file that has grown to twice the capacity of the memory is
/// written anew. Nothing is flushed: a power failure may lose the last seconds, for which the message store has digests as well.
/// </summary>
internal sealed class SeenMessageFile
{
    internal const int HeaderLength = 16, RecordLength = 40;

    private static readonly byte[] s_version = [.. "IPMSGSM1".Select(static each => (byte)each)];

    private readonly object _lock = new();
    private readonly UserFolder _folder;
    private readonly string _path;
    private readonly long _maxLength;
    private ulong _generation;
    private long _end;
    private (long Length, DateTime WrittenAt)? _last;

    /// <param name="folder">The folder of the keys.</param>
    /// <param name="maxRecords">The number of records at which the file is written anew.</param>
    internal SeenMessageFile(UserFolder folder, int maxRecords = 2 * ReplayMemory.Capacity)
    {
        _folder = folder;
        _path = folder.PathOf("seen-messages");
        _maxLength = HeaderLength + (long)RecordLength * maxRecords;
    }

    /// <summary>
    /// The messages in the file since the last call, at first all of them. Without changes it costs one look at the file. A damaged file
    /// has none.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal IReadOnlyList<SeenMessage> Changes()
    {
        lock (_lock)
        {
            var info = new FileInfo(_path);
            if (!info.Exists || _last == (info.Length, info.LastWriteTimeUtc))
                return [];
            var last = (info.Length, info.LastWriteTimeUtc);
            using var file = Open(FileAccess.Read);
            if (Generation(file) is not { } generation)
                return [];
            if (generation != _generation)
                (_generation, _end) = (generation, HeaderLength);
            long end = EndOf(file);
            var messages = Read(file, Math.Min(_end, end), end);
            (_end, _last) = (end, last);
            return messages;
        }
    }

    /// <summary>Appends messages.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal void Append(IReadOnlyList<SeenMessage> messages)
    {
        _folder.Create();
        using var others = new PathMutex(_path);
        others.Run(() =>
        {
            if (!HasHeader())
                AtomicFile.Replace(_path, Write([], isNew: true));
            using var file = Open(FileAccess.ReadWrite);
            // The end of a write that did not finish is overwritten.
            file.Seek(EndOf(file), SeekOrigin.Begin);
            byte[] bytes = Write(messages, isNew: false);
            file.Write(bytes, 0, bytes.Length);
            file.Flush();
            if (file.Length <= _maxLength)
                return;
            var memory = new ReplayMemory();
            memory.Load(Read(file, HeaderLength, EndOf(file)));
            file.Dispose();
            AtomicFile.Replace(_path, Write([.. memory.Kept], isNew: true));
        });
    }

    private bool HasHeader()
    {
        if (!File.Exists(_path))
            return false;
        using var file = Open(FileAccess.Read);
        return Generation(file) is not null;
    }

    private FileStream Open(FileAccess access) => new(_path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, 1);

    // Another number for each time that the file is written anew, so that others read it from its beginning.
    private static ulong? Generation(FileStream file)
    {
        byte[] header = Bytes(file, 0, HeaderLength);
        return header.Length == HeaderLength && header.AsSpan(0, s_version.Length).SequenceEqual(s_version)
            ? BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(s_version.Length))
            : null;
    }

    // The end of the last whole record.
    private static long EndOf(FileStream file) => file.Length - (file.Length - HeaderLength) % RecordLength;

    private static List<SeenMessage> Read(FileStream file, long start, long end)
    {
        byte[] bytes = Bytes(file, start, checked((int)(end - start)));
        var messages = new List<SeenMessage>(bytes.Length / RecordLength);
        for (int at = 0; at + RecordLength <= bytes.Length; at += RecordLength)
        {
            var record = bytes.AsSpan(at, RecordLength);
            var seen = new SeenMessage(Word(record, 0), new DuplicateKey(Word(record, 8), Word(record, 16)), Word(record, 24),
                BinaryPrimitives.ReadUInt32LittleEndian(record.Slice(32)), (record[36] & 1) != 0);
            // After a power failure, the end of a file may be zeros.
            if (seen.Digest != default)
                messages.Add(seen);
        }
        return messages;
    }

    private static byte[] Write(IReadOnlyList<SeenMessage> messages, bool isNew)
    {
        byte[] bytes = new byte[(isNew ? HeaderLength : 0) + messages.Count * RecordLength];
        var rest = bytes.AsSpan();
        if (isNew)
        {
            s_version.CopyTo(rest);
            Guid.NewGuid().ToByteArray().AsSpan(0, sizeof(ulong)).CopyTo(rest.Slice(s_version.Length));
            rest = rest.Slice(HeaderLength);
        }
        foreach (var seen in messages)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, seen.Share);
            BinaryPrimitives.WriteUInt64LittleEndian(rest.Slice(8), seen.Digest.First);
            BinaryPrimitives.WriteUInt64LittleEndian(rest.Slice(16), seen.Digest.Second);
            BinaryPrimitives.WriteUInt64LittleEndian(rest.Slice(24), seen.Check);
            BinaryPrimitives.WriteUInt32LittleEndian(rest.Slice(32), seen.Number);
            rest[36] = (byte)(seen.IsNumberProved ? 1 : 0);
            rest = rest.Slice(RecordLength);
        }
        return bytes;
    }

    private static ulong Word(Span<byte> record, int at) => BinaryPrimitives.ReadUInt64LittleEndian(record.Slice(at));

    private static byte[] Bytes(FileStream file, long start, int count)
    {
        file.Seek(start, SeekOrigin.Begin);
        byte[] bytes = new byte[Math.Max(0, count)];
        int length = 0;
        for (int read; length < bytes.Length && (read = file.Read(bytes, length, bytes.Length - length)) > 0;)
            length += read;
        Array.Resize(ref bytes, length);
        return bytes;
    }
}
