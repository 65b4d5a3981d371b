using System;
using System.IO;
using System.Threading;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage;

/// <summary>
/// Packet numbers that never repeat and always rise for a user on a machine, whatever number of processes draw them at once: the
/// last one is a word in a file that all of them map and advance by compare-and-swap (§1.4, R12). No lock, so none is left behind by
/// a process that is killed, and a draw costs no system call.
/// </summary>
internal sealed class SharedPacketNumbers : IPacketNumbers, IDisposable
{
    // Nobody sends that many messages ahead of time: a number beyond is damage, or from a clock that was wrong.
    private const long MostAheadSeconds = 30L * 24 * 3600;

    private static long s_ofThisProcess;

    private readonly object _gate = new();
    private readonly MappedNumber? _shared;
    private long _mine;
    private bool _disposed;

    /// <param name="path">The file of the last number; its folder must exist.</param>
    internal SharedPacketNumbers(string path)
    {
        try
        {
            _shared = new MappedNumber(path);
        }
        // A read-only home, or none: the numbers are then distinct in this process only, and rise with the clock across processes.
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Problem = reason;
        }
    }

    /// <summary>False when the file cannot be used and the numbers are those of this process alone.</summary>
    internal bool IsShared => _shared != null;

    /// <summary>Why they are not shared; null when they are.</summary>
    internal Exception? Problem { get; }

    /// <inheritdoc/>
    public uint Next(Moment now)
    {
        lock (_gate)
        {
            if (_disposed)
                throw new ObjectDisposedException(nameof(SharedPacketNumbers));
            _mine = Advance(ref _shared != null ? ref _shared.Word : ref s_ofThisProcess, _mine, now.Wall.ToUnixTimeSeconds());
            return (uint)_mine;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _shared?.Dispose();
        }
    }

    /// <summary>
    /// The word has 64 bits although a packet number has 32: it goes on rising when the numbers begin again at 1, as they do in 2106.
    /// </summary>
    private static long Advance(ref long word, long mine, long wall)
    {
        while (true)
        {
            long last = Interlocked.Read(ref word);
            bool isDamaged = last < 0 || last > wall + MostAheadSeconds;
            long next = Math.Max(Math.Max(wall, 1), Math.Max(isDamaged ? 0 : last, mine) + 1);
            // Zero is no number: some clients take it for "none".
            if ((uint)next == 0)
                next++;
            if (Interlocked.CompareExchange(ref word, next, last) == last)
                return next;
        }
    }
}
