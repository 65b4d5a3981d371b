using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Reads a stream as the node will, and writes down what happens. Contents come as one however they were cut.</summary>
internal static class StreamTranscript
{
    internal static string Folder(string shown, FolderStreamLimits? limits = null, bool isOpen = false) =>
        Of(EscapedText.Bytes(shown), true, int.MaxValue, limits, isOpen);

    internal static string File(string shown, FolderStreamLimits? limits = null, bool isOpen = false) =>
        Of(EscapedText.Bytes(shown), false, int.MaxValue, limits, isOpen);

    internal static string Of(byte[] stream, bool expectsFolder, int chunk, FolderStreamLimits? limits = null, bool isOpen = false)
    {
        var reader = new FolderStreamReader(AttachmentText.Utf8, expectsFolder, limits ?? new FolderStreamLimits());
        return Of(reader, Chunks(stream.Length, chunk).Select(range => (ReadOnlyMemory<byte>)stream.AsMemory(range)), isOpen);
    }

    internal static string Of(FolderStreamReader reader, IEnumerable<ReadOnlyMemory<byte>> chunks, bool isOpen = false)
    {
        var lines = new StringBuilder();
        long content = 0;
        foreach (var chunk in chunks)
        {
            if (!Take(reader, chunk.Span, lines, ref content))
                return lines.ToString();
        }
        if (isOpen)
            return lines.ToString();
        Assert.Equal(FolderStreamEvent.Failed, reader.Close());
        return lines.Append(reader.Failure).ToString();
    }

    private static IEnumerable<Range> Chunks(int length, int size)
    {
        for (int at = 0; at < length; at += Math.Min(size, length - at))
            yield return at..(at + Math.Min(size, length - at));
    }

    /// <summary>False when the stream has ended.</summary>
    private static bool Take(FolderStreamReader reader, ReadOnlySpan<byte> chunk, StringBuilder lines, ref long content)
    {
        while (true)
        {
            var found = reader.Read(chunk, out int consumed);
            Assert.InRange(consumed, 0, chunk.Length);
            var record = reader.Record;
            switch (found)
            {
                case FolderStreamEvent.NeedsMore:
                    Assert.Equal(chunk.Length, consumed);
                    return true;
                case FolderStreamEvent.Content:
                    Assert.True(consumed > 0);
                    content += consumed;
                    Assert.True(content <= record.Size);
                    lines.Append(EscapedText.Show(chunk[..consumed]));
                    break;
                case FolderStreamEvent.EnterFolder:
                    lines.Append(FormattableString.Invariant(
                        $"+{record.Name}{Flags(record)}{AttachmentText.Of(record.ExtendedAttributes)}|"));
                    break;
                case FolderStreamEvent.LeaveFolder:
                    lines.Append(FormattableString.Invariant($"-{AttachmentText.Of(record.ExtendedAttributes)}|"));
                    break;
                case FolderStreamEvent.BeginFile:
                    content = 0;
                    lines.Append(FormattableString.Invariant(
                        $"{record.Name} {record.Size}{Flags(record)}{AttachmentText.Of(record.ExtendedAttributes)} <"));
                    break;
                case FolderStreamEvent.EndFile:
                    Assert.Equal(record.Size, content);
                    lines.Append(">|");
                    break;
                case FolderStreamEvent.Skip:
                    lines.Append(FormattableString.Invariant($"({record.Name} {record.Size} {record.Kind})|"));
                    break;
                default:
                    lines.Append(found == FolderStreamEvent.End ? "End" : reader.Failure.ToString());
                    Assert.Equal(found, reader.Read(chunk, out consumed));
                    Assert.Equal(0, consumed);
                    Assert.Equal(found, reader.Close());
                    return false;
            }
            chunk = chunk[consumed..];
        }
    }

    private static string Flags(FolderRecord record) => record.Flags == FileFlags.None ? "" : $" {record.Flags}";
}
