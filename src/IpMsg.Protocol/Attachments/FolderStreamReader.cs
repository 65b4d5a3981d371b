using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Reads the stream that answers IPMSG_GETDIRFILES (R82, R83) from chunks of any size. It does not copy contents: they are the bytes that
/// it consumed. Call <see cref="Read"/> until it returns <see cref="FolderStreamEvent.NeedsMore"/>, then pass the next chunk. After the end
/// it consumes nothing more.
/// </summary>
public sealed class FolderStreamReader
{
    private readonly NameDecoder _names;
    private readonly bool _expectsFolder;
    private readonly FolderStreamLimits _limits;
    private readonly FolderHeaderCollector _header;
    private State _state;
    private long _left;

    /// <param name="names">Decodes the names, by the UTF8OPT of the request (R93).</param>
    /// <param name="expectsFolder">True when a folder was requested, false for a single file (R83).</param>
    /// <param name="limits">The limits of the stream.</param>
    public FolderStreamReader(NameDecoder names, bool expectsFolder, FolderStreamLimits limits)
    {
        _names = names;
        _expectsFolder = expectsFolder;
        _limits = limits;
        _header = new FolderHeaderCollector(limits.MaxHeader);
    }

    private enum State
    {
        Header,
        Content,
        Skipping,
        Ended,
        Failed,
    }

    /// <summary>The record of the last event.</summary>
    public FolderRecord Record { get; private set; }

    /// <summary>The number of open folders.</summary>
    public int Depth { get; private set; }

    /// <summary>The number of files and folders so far.</summary>
    public long Entries { get; private set; }

    /// <summary>The content bytes that the records so far announced.</summary>
    public long Size { get; private set; }

    /// <summary>Why the stream is invalid.</summary>
    public FolderStreamFailure Failure { get; private set; }

    /// <summary>Reads the next event.</summary>
    /// <param name="input">The received bytes that are not consumed yet; may be empty.</param>
    /// <param name="consumed">The number of bytes that the event consumed.</param>
    public FolderStreamEvent Read(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        switch (_state)
        {
            case State.Content:
                return ReadContent(input, out consumed);
            case State.Skipping:
                Discard(input, out consumed);
                if (_left > 0)
                    return FolderStreamEvent.NeedsMore;
                _state = State.Header;
                int discarded = consumed;
                var next = ReadHeader(input.Slice(discarded), out consumed);
                consumed += discarded;
                return next;
            case State.Header:
                return ReadHeader(input, out consumed);
            default:
                return _state == State.Ended ? FolderStreamEvent.End : FolderStreamEvent.Failed;
        }
    }

    /// <summary>Reports that the peer closed the connection: a failure unless the stream is complete (R87).</summary>
    public FolderStreamEvent Close() => _state == State.Ended ? FolderStreamEvent.End : Fail(FolderStreamFailure.Truncated);

    private FolderStreamEvent ReadContent(ReadOnlySpan<byte> input, out int consumed)
    {
        if (_left == 0)
        {
            consumed = 0;
            _state = _expectsFolder ? State.Header : State.Ended;
            return FolderStreamEvent.EndFile;
        }
        Discard(input, out consumed);
        return consumed > 0 ? FolderStreamEvent.Content : FolderStreamEvent.NeedsMore;
    }

    private void Discard(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = (int)Math.Min(_left, input.Length);
        _left -= consumed;
    }

    private FolderStreamEvent ReadHeader(ReadOnlySpan<byte> input, out int consumed)
    {
        var failure = _header.Append(input, out consumed);
        if (failure != FolderStreamFailure.None)
            return Fail(failure);
        if (!_header.IsWhole)
            return FolderStreamEvent.NeedsMore;
        if (!FolderRecordReader.TryRead(_header.Header, _names, out var record))
            return Fail(FolderStreamFailure.MalformedHeader);
        _header.Reset();
        Record = record;
        return Begin(record);
    }

    private FolderStreamEvent Begin(in FolderRecord record)
    {
        if (record.Kind == FileKind.ReturnParent)
            return Leave();
        if (_expectsFolder ? Depth == 0 && record.Kind != FileKind.Folder : record.Kind != FileKind.Regular)
            return Fail(_expectsFolder ? FolderStreamFailure.NotAFolder : FolderStreamFailure.NotAFile);
        if (++Entries > _limits.MaxEntries)
            return Fail(FolderStreamFailure.TooManyEntries);
        if (record.Kind == FileKind.Folder)
            return ++Depth > _limits.MaxDepth ? Fail(FolderStreamFailure.TooDeep) : FolderStreamEvent.EnterFolder;
        if (record.Size > _limits.MaxSize - Size)
            return Fail(FolderStreamFailure.TooLarge);
        Size += record.Size;
        _left = record.Size;
        _state = record.Kind == FileKind.Regular ? State.Content : State.Skipping;
        return _state == State.Content ? FolderStreamEvent.BeginFile : FolderStreamEvent.Skip;
    }

    private FolderStreamEvent Leave()
    {
        if (Depth == 0)
            return Fail(_expectsFolder ? FolderStreamFailure.LeavesRoot : FolderStreamFailure.NotAFile);
        if (--Depth == 0)
            _state = State.Ended;
        return FolderStreamEvent.LeaveFolder;
    }

    // The first reason stays; later ones follow from it.
    private FolderStreamEvent Fail(FolderStreamFailure failure)
    {
        if (_state != State.Failed)
            Failure = failure;
        _state = State.Failed;
        return FolderStreamEvent.Failed;
    }
}
