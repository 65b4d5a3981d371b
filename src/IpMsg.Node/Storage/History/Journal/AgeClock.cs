using System;
using System.IO;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Json;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// The time by which ages are judged: a time that the clock has shown at an earlier look, and since then has not been before it, at a look
/// of at least a week later. So a clock that was ahead for a while removes nothing. One that is wrong can only delay a removal.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="folder">The store's folder.</param>
internal sealed class AgeClock(IStoreFiles files, string folder)
{
    /// <summary>How long a clock has to be as it is. Machines that start with a wrong one get the right one within hours.</summary>
    internal static readonly TimeSpan Proof = TimeSpan.FromDays(7);

    private const string Name = "history.clock";

    private string FilePath => Path.Combine(folder, Name);

    /// <summary>
    /// Looks at the clock, and returns the time by which ages are judged; null without one, and when the disk fails. The caller has the
    /// store's lock.
    /// </summary>
    internal DateTimeOffset? Look(DateTimeOffset now)
    {
        try
        {
            // Without an earlier time, and after one that the clock has not reached again, this look is the first.
            var earlier = Read() is { } at && at <= now ? at : default(DateTimeOffset?);
            if (now - earlier < Proof)
                return null;
            Write(now);
            return earlier;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What is too old goes later.
            return null;
        }
    }

    private DateTimeOffset? Read()
    {
        if (!files.Exists(FilePath))
            return null;
        using var file = files.Open(FilePath, StoreFileMode.Read);
        byte[] text = new byte[JsonTime.Length];
        return JsonTime.TryRead(text.AsSpan(0, file.Read(0, text, 0, text.Length)), out var time) ? time : null;
    }

    // Not flushed: a time that is lost delays a removal.
    private void Write(DateTimeOffset now)
    {
        byte[] text = new byte[JsonTime.Length];
        JsonTime.Write(text, now);
        using var file = files.Open(FilePath, StoreFileMode.WriteOrCreate);
        file.SetLength(0);
        file.Write(0, text, 0, text.Length);
    }
}
