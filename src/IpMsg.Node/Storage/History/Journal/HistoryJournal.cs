using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Lines;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// The segments of a store as one list of lines to which several processes append. A process that enters has the store's lock and has read
/// the others' lines, so all agree on the waiting messages and on the position of the next line.
/// </summary>
internal sealed class HistoryJournal : IDisposable
{
    private readonly object _gate = new();
    private readonly StoreLock _lock;
    private readonly HistoryLimits _limits;
    private readonly List<IStoreFile> _retired = [];
    private readonly JsonLineWriter _header = new();
    private IStoreFile? _file;
    private bool _hasHeader, _isDisposed;
    private DateTimeOffset _begunAt = DateTimeOffset.MaxValue;

    /// <exception cref="IOException">The folder cannot be used.</exception>
    internal HistoryJournal(IStoreFiles files, string folder, HistoryLimits limits)
    {
        Files = files;
        Folder = folder;
        Overwritten = new OverwrittenSegments(files, folder);
        _limits = limits;
        _lock = new StoreLock(files, folder);
    }

    internal IStoreFiles Files { get; }

    internal string Folder { get; }

    /// <summary>The messages that nobody has taken. Valid only inside <see cref="Run"/>, like the following members.</summary>
    internal WaitingMessages Waiting { get; } = new();

    /// <summary>The earlier segments with overwritten bytes to flush.</summary>
    internal OverwrittenSegments Overwritten { get; }
    /// <summary>The number of the current segment.</summary>
    internal int Segment { get; private set; }

    /// <summary>The offset of the next line.</summary>
    internal int End { get; private set; }

    internal IStoreFile File => _file!;

    /// <summary>True while the segment's name may not be on the disk.</summary>
    internal bool IsNameUnflushed { get; set; }

    /// <summary>Repairs what other programs remove; null in a process without a session.</summary>
    internal StoreRecovery? Recovery { get; set; }

    /// <summary>Runs work alone among all threads and processes.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isBrief">
    /// True for work that only appends lines, without a look at the folder: a segment that is no longer the current one has become longer.
    /// </param>
    /// <exception cref="IOException">The store cannot be used now.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    internal T Run<T>(Func<T> work, bool isBrief = false)
    {
        lock (_gate)
        {
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(HistoryJournal));
            _lock.Enter();
            try
            {
                if (!isBrief || End == 0 || Recovery is { IsDue: true } || _file?.Length != End)
                    CatchUp();
                return work();
            }
            finally
            {
                _lock.Exit();
            }
        }
    }

    /// <summary>Begins a new segment when the current one is full or a month old, or always.</summary>
    internal void Roll(bool always = false)
    {
        var now = _limits.Clock();
        if (!always && End < _limits.SegmentBytes && !(_hasHeader && HistoryLimits.IsOld(_begunAt, now)))
            return;
        _header.Reset();
        SegmentLine.WriteEnd(_header, now);
        Append(_header);
        Use(Files.Open(SegmentNames.PathOf(Folder, Segment + 1), StoreFileMode.WriteOrCreate), Segment + 1);
        WriteHeader(now);
    }

    /// <summary>Appends complete lines. When that fails, none of them is left in the file.</summary>
    internal void Append(JsonLineWriter lines)
    {
        try
        {
            _file!.Write(End, lines.Buffer, 0, lines.Length);
        }
        catch
        {
            SegmentTail.CutBack(_file!, End);
            throw;
        }
        End += lines.Length;
    }

    /// <summary>Overwrites bytes of a segment in place. Those of earlier segments are not flushed here.</summary>
    internal void Overwrite(int segment, int offset, byte[] bytes, int start, int count)
    {
        if (segment == Segment)
        {
            _file!.Write(offset, bytes, start, count);
            return;
        }
        using var file = Files.Open(SegmentNames.PathOf(Folder, segment), StoreFileMode.Write);
        file.Write(offset, bytes, start, count);
        Overwritten.Add(segment);
    }

    /// <summary>Closes the files of earlier segments. Only the flushing thread calls it.</summary>
    internal void CloseRetired()
    {
        lock (_gate)
        {
            foreach (var file in _retired)
                file.Dispose();
            _retired.Clear();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            CloseRetired();
            _file?.Dispose();
            _file = null;
            _lock.Dispose();
        }
    }

    private void CatchUp()
    {
        if (_file is null || !_file.IsAt(SegmentNames.PathOf(Folder, Segment)) || Files.Exists(SegmentNames.PathOf(Folder, Segment + 1)))
            Switch();
        long length = _file!.Length;
        if (length < End)
        {
            Recovery?.NoteLoss(Segment);
            Restart();
        }
        else if (length > End)
            FoldNew();
        // The disk was full when the segment began.
        if (End == 0)
            WriteHeader(_limits.Clock());
        if (Recovery is { IsDue: true })
            Recovery.Repair();
    }

    /// <summary>Another process has begun a segment or removed the file, or this process has just started.</summary>
    private void Switch()
    {
        Recovery?.Begin(Segment, _lock);
        var numbers = SegmentNames.List(Files, Folder);
        int last = numbers.Count == 0 ? 1 : numbers[numbers.Count - 1];
        var file = Files.Open(SegmentNames.PathOf(Folder, last), StoreFileMode.WriteOrCreate);
        if (last <= Segment)
            Recovery?.NoteLoss(Segment);
        Use(file, last);
        Restart();
    }

    private void Restart()
    {
        (End, _hasHeader) = (0, false);
        Waiting.Clear();
        FoldNew();
        if (_hasHeader)
            return;
        // The first line was lost with its process or in a power failure. The earlier segments contain the same.
        Waiting.Clear();
        foreach (int number in SegmentNames.List(Files, Folder))
        {
            if (number >= Segment)
                break;
            using var bytes = SegmentBytes.Read(Files, Folder, number);
            Fold(bytes);
        }
        End = 0;
        FoldNew();
    }

    private void FoldNew()
    {
        using var bytes = SegmentBytes.Read(_file!, Segment, End);
        int applied = Fold(bytes);
        End += applied;
        // A killed writer left the incomplete line: a living one has the lock while it writes.
        if (applied < bytes.Length)
            _file!.SetLength(End);
    }

    private int Fold(SegmentBytes bytes)
    {
        int at = 0;
        bool isFirst = bytes.Number == Segment && End == 0;
        while (bytes.TryNext(ref at, out var line))
        {
            if (isFirst && SegmentLine.TryRead(line, Waiting.Set, out var start))
            {
                CheckVersion(bytes.Number, start.Version);
                Waiting.NoteTime(start.Latest);
                (_hasHeader, _begunAt) = (true, start.At);
            }
            else
                CheckVersion(bytes.Number, Waiting.Fold(line));
            isFirst = false;
        }
        return at;
    }

    private void CheckVersion(int segment, long version)
    {
        if (version > HistoryFormat.Version)
            throw new HistoryVersionException(SegmentNames.PathOf(Folder, segment), version);
    }

    private void Use(IStoreFile file, int number)
    {
        if (_file is not null)
            _retired.Add(_file);
        (_file, Segment, End, _hasHeader, _begunAt, IsNameUnflushed) = (file, number, 0, false, DateTimeOffset.MaxValue, true);
    }

    private void WriteHeader(DateTimeOffset now)
    {
        _header.Reset();
        SegmentLine.Write(_header, now, Waiting.Latest, Waiting.All);
        Append(_header);
        (_hasHeader, _begunAt) = (true, now);
    }
}
