using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage;

/// <summary>
/// Packet numbers that never repeat and always rise for a user on a machine, across all processes (R12). Numbers are drawn under a lock
/// between the processes: one at a time, or in blocks during a burst. A block ends when another process draws, because iptux ignores
/// numbers that do not rise for an address.
/// </summary>
internal sealed class SharedPacketNumbers : IPacketNumbers, IDisposable
{
    // No user sends that many messages: a number beyond is damaged, or comes from a wrong clock.
    private const long MaxAheadSeconds = 30L * 24 * 3600;

    private static readonly object s_processGate = new();
    private static long s_lastOfProcess;

    private readonly object _gate = new();
    private readonly SharedNumber _shared;
    private readonly IRandomSource _random;
    private readonly NumberBlock _block = new();
    private long _mine;
    private bool _isDisposed;

    /// <param name="path">The file of the last number; its folder must exist.</param>
    /// <param name="random">Random numbers for the gaps; null for the system's.</param>
    internal SharedPacketNumbers(string path, IRandomSource? random = null)
    {
        _shared = new SharedNumber(path);
        _random = random ?? new CryptoRandom();
        Try(() =>
        {
            _shared.Open();
            return 0;
        });
    }

    /// <summary>False while the files cannot be used and the numbers are unique in this process only.</summary>
    internal bool IsShared => Problem is null;

    /// <summary>Why the numbers are not shared; null while they are. Every draw tries again.</summary>
    internal Exception? Problem { get; private set; }

    /// <inheritdoc/>
    public uint Next(Moment now)
    {
        lock (_gate)
        {
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(SharedPacketNumbers));
            long wall = now.Wall.ToUnixTimeSeconds();
            if (!_block.TryTake(now, wall, out long number) || _block.IsCheckDue(now) && !IsLastOfAll(_block.End))
                number = Try(() => NextShared(now, wall)) ?? NextOfProcess(wall);
            return (uint)(_mine = number);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            // The last number is near the clock, whose time is not known here. Damaged files get it too.
            if (_block.End > _mine)
                Try(() => _shared.Advance((number, copy) => Math.Max(_mine, LastOf(number, copy, _mine))));
            _shared.Dispose();
        }
    }

    // Without a writable home folder the numbers are unique in this process only, and rise with the clock across processes.
    private long? Try(Func<long> draw)
    {
        try
        {
            long drawn = draw();
            Problem = null;
            return drawn;
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Problem = reason;
            return null;
        }
    }

    private bool IsLastOfAll(long number) => Try(() => _shared.Is(number) ? 1 : 0) == 1;

    private long NextShared(Moment now, long wall)
    {
        _block.Discard();
        long number = 0;
        _shared.Advance((last, copy) => _block.Fill(now, LastOf(last, copy, wall), each => After(each, wall), out number));
        return number;
    }

    /// <summary>
    /// The last number of all processes. The numbers that are left of the block are drawn again when no other process drew.
    /// </summary>
    private long LastOf(long number, long copy, long wall)
    {
        long last = Math.Max(Valid(number, wall), Valid(copy, wall));
        return last == _block.End ? _mine : last;
    }

    private long NextOfProcess(long wall)
    {
        lock (s_processGate)
            return s_lastOfProcess = After(s_lastOfProcess, wall);
    }

    /// <summary>
    /// The number has 64 bits although a packet number has 32. It continues to rise when packet numbers restart at 1 in 2106.
    /// </summary>
    private long After(long last, long wall)
    {
        long floor = Math.Max(Math.Max(wall, 1) - 1, Math.Max(last, _mine));
        long next = floor + RandomGap.Draw(floor - wall, _random);
        // Some clients take zero for "no number".
        return (uint)next == 0 ? next + 1 : next;
    }

    private static long Valid(long number, long wall) => number < 0 || number > wall + MaxAheadSeconds ? 0 : number;
}
