using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Node.Tests.Support;
using Xunit;
using static IpMsg.Node.TestChild.SampleMessages;

namespace IpMsg.Node.Tests.Storage.Log;

/// <summary>Full disks, torn lines, and what users put in the place of a log.</summary>
public sealed class FaultyLogTests : IDisposable
{
    private const string Torn = "{\"ReceivedAt\":\"2026-11-22T00:30:15.2500000Z\",\"From\":{\"UserName\":\"suzuki\"},\"Text\":\"a } b";

    private readonly TemporaryFolder _folder = new();
    private readonly LogOutcome _outcome = new();

    private string LogFile => _folder["messages.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{")]
    [InlineData("{\"ReceivedAt\":\"")]
    [InlineData(Torn)]
    public void A_line_that_a_killed_writer_left_is_cut_off(string torn)
    {
        File.WriteAllText(LogFile, "{\"whole\":1}\n" + torn);
        Append("next");
        string[] lines = File.ReadAllLines(LogFile);
        Assert.Equal(2, lines.Length);
        Assert.Equal("{\"whole\":1}", lines[0]);
        Assert.Equal("next", TextOf(lines[1]));
    }

    [Fact]
    public void A_file_of_nothing_but_a_torn_line_begins_anew()
    {
        File.WriteAllText(LogFile, Torn);
        Append("first");
        Assert.Equal("first", TextOf(Assert.Single(File.ReadAllLines(LogFile))));
    }

    [Theory]
    [InlineData("notes of mine")]
    [InlineData("{\"torn\":")]
    [InlineData("{\"ReceivedAt\":\"x\",\"From\":{},\"Text\":\"a } \\\" b\"}")]
    public void What_another_program_wrote_and_a_whole_line_get_a_line_end(string tail)
    {
        File.WriteAllText(LogFile, "{\"whole\":1}\n" + tail);
        Append("next");
        string[] lines = File.ReadAllLines(LogFile);
        Assert.Equal(tail, lines[1]);
        Assert.Equal("next", TextOf(lines[2]));
    }

    [Fact]
    public void A_file_that_may_be_written_and_not_read_gets_no_empty_lines()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "For users who are no administrators.");
        File.WriteAllText(LogFile, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(LogFile, UnixFileMode.UserWrite);
        Append("1", "2");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(LogFile, UnixFileMode.UserRead);
        Assert.Equal(["1", "2"], File.ReadAllLines(LogFile).Select(TextOf));
    }

    [Fact]
    public void On_a_full_disk_the_log_keeps_whole_lines_and_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(_folder.Path);
        using var log = _outcome.Open(LogFile);
        log.Append(Message("before"));
        _outcome.NextWritten();
        disk.Fill();
        // Longer than what is left of the last page.
        log.Append(Message(new string('x', 20_000)));
        Assert.Contains("No space left", _outcome.NextFailure().Message, StringComparison.Ordinal);
        Assert.Equal("before", TextOf(Assert.Single(File.ReadAllLines(LogFile))));
        Assert.EndsWith("\n", File.ReadAllText(LogFile), StringComparison.Ordinal);
        File.Delete(disk.Ballast);
        _outcome.WaitForRecovery();
        log.Append(Message("after"));
        _outcome.NextWritten();
        Assert.Equal(["before", "after"], File.ReadAllLines(LogFile).Select(TextOf));
        Assert.Equal([LogFile], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_full_disk_is_not_taken_for_over_before_it_is()
    {
        using var disk = new SmallDisk(_folder.Path);
        using var log = _outcome.Open(LogFile);
        disk.Fill();
        log.Append(Message(new string('x', 20_000)));
        _outcome.NextFailure();
        Assert.Contains("No space left", _outcome.NextProbeFailure().Message, StringComparison.Ordinal);
        Assert.False(_outcome.HasRecovered);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_log_fails_the_messages_until_it_is_gone()
    {
        using var log = _outcome.Open(LogFile);
        File.Delete(LogFile);
        Directory.CreateDirectory(LogFile);
        log.Append(Message("1"));
        Assert.IsAssignableFrom<IOException>(_outcome.NextFailure());
        Directory.Delete(LogFile);
        _outcome.WaitForRecovery();
        log.Append(Message("2"));
        Assert.Equal("2", _outcome.NextWritten().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pipe_in_the_place_of_the_log_fails_the_messages_and_keeps_no_thread(bool hasReader)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among files.");
        var log = _outcome.Open(LogFile);
        File.Delete(LogFile);
        Run("mkfifo", LogFile);
        // Opened for both, which waits for nobody.
        using var reader = hasReader ? new FileStream(LogFile, FileMode.Open, FileAccess.ReadWrite) : null;
        log.Append(Message("1"));
        Assert.Contains("pipe", _outcome.NextFailure().Message, StringComparison.Ordinal);
        var watch = Stopwatch.StartNew();
        log.Dispose();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Contains("pipe", Assert.ThrowsAny<IOException>(() => _outcome.Open(LogFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_is_followed_and_one_that_leads_nowhere_or_in_a_circle_fails_the_messages()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows links need a privilege.");
        File.CreateSymbolicLink(LogFile, _folder["target"]);
        File.WriteAllText(_folder["target"], "");
        using var log = _outcome.Open(LogFile);
        log.Append(Message("1"));
        Assert.Equal("1", _outcome.NextWritten().Text);
        Assert.Single(File.ReadAllLines(_folder["target"]));
        foreach (string target in (string[])["missing/x", LogFile])
        {
            File.Delete(LogFile);
            File.CreateSymbolicLink(LogFile, target);
            log.Append(Message("2"));
            Assert.IsAssignableFrom<IOException>(_outcome.NextFailure());
        }
    }

    // Without the lock, the line that another process is writing looks like one that a killed process left.
    [Fact]
    public void Paths_that_lead_to_one_file_share_its_lock()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows links need a privilege.");
        File.WriteAllText(_folder["target"], Torn);
        File.CreateSymbolicLink(LogFile, _folder["target"]);
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var mutex = new PathMutex(RealPath.Of(_folder["target"])!);
        var other = new Thread(() => mutex.Run(() =>
        {
            held.Set();
            release.Wait();
        }));
        other.Start();
        held.Wait();
        using (var log = _outcome.Open(LogFile))
        {
            log.Append(Message("1"));
            Assert.Equal("1", _outcome.NextWritten().Text);
        }
        release.Set();
        other.Join();
        Assert.Equal(Torn, File.ReadAllLines(_folder["target"])[0]);
    }

    [Theory]
    [InlineData("\u007f\u0080\u0085\u009b31m\u009f")]
    [InlineData("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")]
    [InlineData("\0\u0001\u001b[31m\r\n\t\u2028\u2029")]
    public void No_line_has_characters_that_change_a_terminal_or_the_writing_direction(string text)
    {
        Append(text);
        string line = Assert.Single(File.ReadAllText(LogFile).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(line, each => Assert.InRange(each, ' ', '~'));
        Assert.Equal(text, TextOf(line));
    }

    private static string? TextOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("Text").GetString();

    private void Append(params string[] texts)
    {
        using (var log = _outcome.Open(LogFile))
        {
            foreach (string text in texts)
                Assert.True(log.Append(Message(text)));
        }
        Assert.Equal(0, _outcome.Failures);
    }

    private static void Run(string program, string argument)
    {
        using var process = Process.Start(program, argument);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
