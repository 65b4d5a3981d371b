using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Reads the stream that answers IPMSG_GETDIRFILES (R82, R83): fed with chunks of any size, it tells what they
/// mean. Contents are not copied: they are the bytes that it consumed. The caller goes on until <see cref="FolderStreamEvent.NeedsMore"/>,
/// then feeds the next chunk; after the end, nothing more is consumed.
/// </summary>
public sealed class FolderStreamReader
{
    private readonly NameDecoder _names;
    private readonly bool _expectsFolder;
    private readonly FolderStreamLimits _limits;
    private readonly FolderHeaderCollector _header;
    private State _state;
    private long _left;

    /// <param name="names">How names are read: by the flag of the request (R93).</param>
    /// <param name="expectsFolder">True when a folder was asked for, false when it was a single file (R83).</param>
    /// <param name="limits">How much to put up with.</param>
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

    /// <summary>The record that the last event was about.</summary>
    public FolderRecord Record { get; private set; }

    /// <summary>How many folders are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Files and folders so far.</summary>
    public long Entries { get; private set; }

    /// <summary>Bytes of contents that the records so far announced.</summary>
    public long Size { get; private set; }

    /// <summary>Why nothing more can be read.</summary>
    public FolderStreamFailure Failure { get; private set; }

    /// <summary>The next event in a chunk.</summary>
    /// <param name="input">What has arrived and was not consumed; may be empty.</param>
    /// <param name="consumed">How much of it the event took.</param>
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

    /// <summary>The peer has closed the connection: fine after the end, a failure before it (R87).</summary>
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

    // The first reason stays: what comes after it is its consequence.
    private FolderStreamEvent Fail(FolderStreamFailure failure)
    {
        if (_state != State.Failed)
            Failure = failure;
        _state = State.Failed;
        return FolderStreamEvent.Failed;
    }
}
