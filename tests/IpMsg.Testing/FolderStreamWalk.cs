using System;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Testing;

/// <summary>
/// Reads a folder stream to its end and checks each event on the way; throws where something does not hold. What the stream means becomes
/// a number, so that many of them can be compared.
/// </summary>
public sealed class FolderStreamWalk(FolderStreamReader reader)
{
    private const int Multiplier = 31;

    private long _content;
    private int _hash;

    public int Deepest { get; private set; }

    public long Entries => reader.Entries - (reader.Failure == FolderStreamFailure.TooManyEntries ? 1 : 0);

    public long Size => reader.Size;

    public FolderStreamFailure Failure => reader.Failure;

    /// <summary>All that the stream means, for the comparison of two walks.</summary>
    public (int Hash, int Deepest, long Entries, long Size, FolderStreamFailure Failure) Result =>
        (_hash, Deepest, Entries, Size, reader.Failure);

    public void Feed(ReadOnlySpan<byte> stream, int size)
    {
        while (!stream.IsEmpty)
        {
            var chunk = stream[..Math.Min(size, stream.Length)];
            stream = stream[chunk.Length..];
            if (!Take(chunk))
                return;
        }
        var end = reader.Close();
        Require(end is FolderStreamEvent.End or FolderStreamEvent.Failed, "end");
        Require((end == FolderStreamEvent.Failed) == (reader.Failure != FolderStreamFailure.None), "reason");
    }

    private bool Take(ReadOnlySpan<byte> chunk)
    {
        while (true)
        {
            var found = reader.Read(chunk, out int consumed);
            Require(consumed >= 0 && consumed <= chunk.Length, "consumed");
            if (found == FolderStreamEvent.NeedsMore)
            {
                Require(consumed == chunk.Length, "bytes are left");
                return true;
            }
            OnEvent(found, chunk[..consumed]);
            if (found is FolderStreamEvent.End or FolderStreamEvent.Failed)
                return false;
            chunk = chunk[consumed..];
        }
    }

    private void OnEvent(FolderStreamEvent found, ReadOnlySpan<byte> consumed)
    {
        if (found == FolderStreamEvent.Content)
        {
            _content += consumed.Length;
            foreach (byte each in consumed)
                _hash = unchecked(_hash * Multiplier + each);
            return;
        }
        Require(found != FolderStreamEvent.EndFile || _content == reader.Record.Size, "size of a file");
        if (found == FolderStreamEvent.BeginFile)
            _content = 0;
        if (found == FolderStreamEvent.EnterFolder)
            Deepest = Math.Max(Deepest, reader.Depth);
        Require(reader.Depth >= 0 && reader.Record.Size >= 0, "depth and size");
        _hash = HashCode.Combine(_hash, found, reader.Record.Name, reader.Record.Size, reader.Record.Flags,
            reader.Record.ExtendedAttributes?.All.Count);
    }

    private static void Require(bool isTrue, string what)
    {
        if (!isTrue)
            throw new InvalidOperationException(what);
    }
}
