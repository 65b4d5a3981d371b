using System;
using System.Collections.Generic;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Linq;
using System.Threading;
using IpMsg.Node.Storage;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

/// <summary>
/// What users, backups, other tools and earlier versions do to the files of the packet numbers while members draw from them.
/// </summary>
public sealed class DamagedNumberFileTests : IDisposable
{
    private const long Now = 1_800_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly List<SharedPacketNumbers> _open = [];
    private TimeSpan _elapsed;

    private string Number => _folder["packet-number"];

    private string Lock => Number + ".lock";

    public void Dispose()
    {
        foreach (var each in _open)
            each.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Damages => [.. s_damages.Keys];

    private static readonly Dictionary<string, Action<DamagedNumberFileTests>> s_damages = new()
    {
        ["truncated to nothing"] = each => Truncate(each.Number, 0),
        ["truncated within the number"] = each => Truncate(each.Number, 3),
        ["lock file truncated"] = each => Truncate(each.Lock, 0),
        ["deleted"] = each => File.Delete(each.Number),
        ["lock file deleted"] = each => File.Delete(each.Lock),
        ["set to nonsense"] = each => Overwrite(each.Number, -5),
        ["set to a far future"] = each => Overwrite(each.Number, long.MaxValue),
        ["lock file set to a far future"] = each => Overwrite(each.Lock, long.MaxValue),
        ["restored in place"] = each => Overwrite(each.Number, Now - 5),
        ["restored by a rename"] = each => Restore(each.Number, Now - 5),
        ["lock file restored by a rename"] = each => Restore(each.Lock, Now - 5),
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Numbers_of_all_processes_go_on_rising_when_the_file_is(string damage)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows()
            && (damage.EndsWith("deleted", StringComparison.Ordinal) || damage.EndsWith("rename", StringComparison.Ordinal)),
            "Windows does not allow that while the file is open.");
        SharedPacketNumbers first = Open(), second = Open();
        var drawn = new List<uint>();
        for (int round = 0; round < 3; round++)
        {
            drawn.AddRange([first.Next(At(Now)), first.Next(At(Now)), second.Next(At(Now)), first.Next(At(Now))]);
            s_damages[damage](this);
            // The second one has the oldest memory of its own, a new one has none.
            drawn.AddRange([second.Next(At(Now)), first.Next(At(Now)), Open().Next(At(Now))]);
        }
        Assert.Equal(drawn.Distinct().Order(), drawn);
        Assert.All(_open, each => Assert.Null(each.Problem));
        Assert.Equal(drawn[^1], BitConverter.ToInt64(OpenFiles.ReadAllBytes(Number)));
        Assert.Equal(drawn[^1], BitConverter.ToInt64(OpenFiles.ReadAllBytes(Lock)));
    }

    [Fact]
    public void The_number_of_an_earlier_version_is_continued()
    {
        File.WriteAllBytes(Number, BitConverter.GetBytes(Now + 7));
        Assert.Equal((uint)Now + 8, Open().Next(At(Now)));
    }

    [Fact]
    public void An_earlier_version_that_runs_at_the_same_time_draws_other_numbers()
    {
        var mine = Open();
        mine.Next(At(Now));
        using var earlier = new EarlierNumbers(Number);
        var drawn = new List<long>();
        for (int i = 0; i < 100; i++)
            drawn.AddRange([mine.Next(At(Now)), earlier.Next(Now), earlier.Next(Now)]);
        Assert.Equal(drawn.Distinct().Order(), drawn);
    }

    [Fact]
    public void A_process_that_is_stopped_while_it_has_the_lock_does_not_stop_the_others()
    {
        var mine = Open();
        uint before = mine.Next(At(Now));
        using var holder = new SharedFile(Lock);
        Assert.True(holder.TryLock(TimeSpan.Zero));
        Assert.True(mine.Next(At(Now)) > before);
    }

    [Fact]
    public void A_process_that_is_killed_leaves_no_lock()
    {
        using (var child = new ChildProcess("numbers", Number, "100000000"))
        {
            Assert.Equal("ready", child.Output.ReadLine());
            child.Input.WriteLine();
            Assert.True(SpinWait.SpinUntil(() => new FileInfo(Number) is { Exists: true, Length: > 0 }, TimeSpan.FromSeconds(30)));
            child.Kill();
            child.WaitForExit();
        }
        using var file = new SharedFile(Lock);
        Assert.True(file.TryLock(TimeSpan.Zero));
    }

    [Fact]
    public void On_a_full_disk_the_numbers_are_those_of_the_process_until_there_is_room()
    {
        using var disk = new SmallDisk(_folder.Path);
        var mine = Open();
        uint first = mine.Next(At(Now));
        Truncate(Number, 0);
        Truncate(Lock, 0);
        disk.Fill();
        uint second = mine.Next(At(Now));
        Assert.True(second > first);
        Assert.False(mine.IsShared);
        File.Delete(disk.Ballast);
        Assert.True(mine.Next(At(Now)) > second);
        Assert.True(mine.IsShared);
    }

    [Fact]
    public void A_folder_under_the_name_of_the_file_is_reported()
    {
        Directory.CreateDirectory(Number);
        using var numbers = new SharedPacketNumbers(Number, new NarrowGaps());
        Assert.False(numbers.IsShared);
        Assert.True(numbers.Next(At(Now)) < numbers.Next(At(Now)));
    }

    // Slower than a burst, in which numbers come in blocks.
    private Moment At(long unixSeconds) =>
        new(_elapsed += TimeSpan.FromMilliseconds(1), DateTimeOffset.FromUnixTimeSeconds(unixSeconds));

    private SharedPacketNumbers Open()
    {
        var numbers = new SharedPacketNumbers(Number, new NarrowGaps());
        Assert.True(numbers.IsShared, numbers.Problem?.ToString());
        _open.Add(numbers);
        return numbers;
    }

    private static void Truncate(string path, int length)
    {
        // As truncate(1) does, which asks for no lock.
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(length);
    }

    private static void Overwrite(string path, long number)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Write(BitConverter.GetBytes(number));
    }

    private static void Restore(string path, long number)
    {
        File.WriteAllBytes(path + ".restored", BitConverter.GetBytes(number));
        File.Move(path + ".restored", path, overwrite: true);
    }

    /// <summary>
    /// How version 1.0 drew numbers: compare-and-swap on a mapping of the file, which it keeps open and, on Unix, locked for sharing.
    /// </summary>
    private sealed class EarlierNumbers(string path) : IDisposable
    {
        private readonly MemoryMappedFile _file = MemoryMappedFile.CreateFromFile(
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), null, 0,
            MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);

        internal long Next(long wall)
        {
            using var view = _file.CreateViewAccessor(0, sizeof(long));
            long next = Math.Max(wall, view.ReadInt64(0) + 1);
            view.Write(0, next);
            return next;
        }

        public void Dispose() => _file.Dispose();
    }
}
