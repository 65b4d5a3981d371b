using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage;

/// <summary>
/// Packet numbers that never repeat and always rise for a user on a machine, across all processes and whatever the clock does (R12).
/// Numbers are drawn under a lock between the processes: one at a time, or in blocks during a burst. A block ends when another process
/// draws, because iptux ignores numbers that do not rise for an address.
/// </summary>
internal sealed class SharedPacketNumbers : IPacketNumbers, IDisposable
{
    private static readonly object s_processGate = new();
    private static NumberRecord s_lastOfProcess = NumberRecord.None;

    private readonly object _gate = new();
    private readonly SharedNumber _shared;
    private readonly IRandomSource _random;
    private readonly NumberBlock _block = new();
    private NumberRecord _drawn = NumberRecord.None;
    private long _mine, _wall;
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
            long wall = _wall = now.Wall.ToUnixTimeSeconds();
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
            // Damaged files get the number too.
            if (_block.End > _mine)
                Try(() => _shared.Advance(GiveBack).Last);
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
        _drawn = _shared.Advance((one, other) =>
        {
            var last = LastOf(NumberRecord.Latest(one, other, _drawn, wall));
            return last with { Last = _block.Fill(now, last.Last, each => After(each, last.Clock), out number) };
        });
        return number;
    }

    private NumberRecord GiveBack(NumberRecord one, NumberRecord other)
    {
        var last = LastOf(NumberRecord.Latest(one, other, _drawn, _wall));
        return last with { Last = Math.Max(_mine, last.Last) };
    }

    /// <summary>
    /// The last number of all processes. The numbers that are left of the block are drawn again when no other process drew.
    /// </summary>
    private NumberRecord LastOf(NumberRecord latest) => latest.Last == _block.End ? latest with { Last = _mine } : latest;

    private long NextOfProcess(long wall)
    {
        lock (s_processGate)
        {
            var last = NumberRecord.Latest(s_lastOfProcess, NumberRecord.None, _drawn, wall);
            s_lastOfProcess = last with { Last = After(last.Last, last.Clock) };
            return s_lastOfProcess.Last;
        }
    }

    /// <summary>
    /// The number has 64 bits although a packet number has 32. It continues to rise when packet numbers restart at 1 in 2106.
    /// </summary>
    private long After(long last, long clock)
    {
        long floor = Math.Max(Math.Max(clock, 1) - 1, Math.Max(last, _mine));
        long next = floor + RandomGap.Draw(floor - clock, _random);
        // Some clients take zero for "no number".
        return (uint)next == 0 ? next + 1 : next;
    }
}
