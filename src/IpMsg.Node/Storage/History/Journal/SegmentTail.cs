using System;
using System.IO;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>Removes what a failed write left at the end of a segment.</summary>
internal static class SegmentTail
{
    internal static void CutBack(IStoreFile file, int end)
    {
        try
        {
            file.SetLength(end);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The rest may contain complete lines that were never reported. Blank lines have no meaning.
            Blank(file, end);
        }
    }

    private static void Blank(IStoreFile file, int end)
    {
        try
        {
            byte[] blanks = new byte[(int)(file.Length - end)];
            blanks.AsSpan().Fill((byte)' ');
            file.Write(end, blanks, 0, blanks.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The disk fails completely.
        }
    }
}
