using System;
using IpMsg.Protocol.Attachments;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>
/// A stream read to its end with what it meant boiled down to a number, so that a million of them can be compared. What has to hold for
/// every event is checked on the way.
/// </summary>
internal sealed class StreamWalk(FolderStreamReader reader) : IEquatable<StreamWalk>
{
    private long _content;
    private int _hash;

    internal int Deepest { get; private set; }

    internal long Entries => reader.Entries - (reader.Failure == FolderStreamFailure.TooManyEntries ? 1 : 0);

    internal long Size => reader.Size;

    internal FolderStreamFailure Failure => reader.Failure;

    public bool Equals(StreamWalk? other) => other is not null
        && (_hash, Deepest, Entries, Size, Failure) == (other._hash, other.Deepest, other.Entries, other.Size, other.Failure);

    public override bool Equals(object? other) => Equals(other as StreamWalk);

    public override int GetHashCode() => _hash;

    internal void Feed(ReadOnlySpan<byte> stream, int size)
    {
        while (!stream.IsEmpty)
        {
            var chunk = stream[..Math.Min(size, stream.Length)];
            stream = stream[chunk.Length..];
            if (!Take(chunk))
                return;
        }
        reader.Close();
    }

    private bool Take(ReadOnlySpan<byte> chunk)
    {
        while (true)
        {
            var found = reader.Read(chunk, out int consumed);
            if (consumed < 0 || consumed > chunk.Length)
                Assert.Fail("consumed");
            if (found == FolderStreamEvent.NeedsMore)
                return consumed == chunk.Length ? true : throw new InvalidOperationException("left over");
            Look(found, chunk[..consumed]);
            if (found is FolderStreamEvent.End or FolderStreamEvent.Failed)
                return false;
            chunk = chunk[consumed..];
        }
    }

    private void Look(FolderStreamEvent found, ReadOnlySpan<byte> consumed)
    {
        if (found == FolderStreamEvent.Content)
        {
            _content += consumed.Length;
            foreach (byte each in consumed)
                _hash = unchecked(_hash * 31 + each);
            return;
        }
        if (found == FolderStreamEvent.EndFile && _content != reader.Record.Size)
            Assert.Fail("size");
        if (found == FolderStreamEvent.BeginFile)
            _content = 0;
        if (found == FolderStreamEvent.EnterFolder)
            Deepest = Math.Max(Deepest, reader.Depth);
        if (reader.Depth < 0)
            Assert.Fail("depth");
        _hash = HashCode.Combine(_hash, found, reader.Record.Name, reader.Record.Size, reader.Record.Flags,
            reader.Record.ExtendedAttributes?.All.Count);
    }
}
