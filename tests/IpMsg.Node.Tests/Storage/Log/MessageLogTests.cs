using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Storage.Log;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;
using static IpMsg.Node.TestChild.SampleMessages;

namespace IpMsg.Node.Tests.Storage.Log;

public sealed class MessageLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LogOutcome _outcome = new();

    private string LogFile => _folder["messages.jsonl"];

    public void Dispose() => _folder.Dispose();

    private static JsonElement[] Read(string path) => [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];

    private void WriteAll(params IncomingMessage[] messages)
    {
        using var log = _outcome.Open(LogFile);
        foreach (var message in messages)
            Assert.True(log.Append(message));
    }

    [Fact]
    public void A_message_becomes_one_json_object_a_line()
    {
        var at = new DateTimeOffset(2026, 11, 22, 9, 30, 15, 250, TimeSpan.FromHours(9));
        WriteAll(Message("ランチ?\n\"12:00\" \\ ok", "0017",
            MessageFlags.SendCheck | MessageFlags.Sealed | MessageFlags.Locked | MessageFlags.Encrypted, at));
        string text = File.ReadAllText(LogFile);
        Assert.Equal(1, text.Count(c => c == '\n'));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.StartsWith("{\"ReceivedAt\":\"2026-11-22T00:30:15.2500000Z\",\"From\":{\"UserName\":\"suzuki\",", text,
            StringComparison.Ordinal);
        var line = Assert.Single(Read(LogFile));
        var from = line.GetProperty("From");
        Assert.Equal(("suzuki", "PC-7", "suzuki", "", "10.1.2.3", 2425),
            (from.GetProperty("UserName").GetString(), from.GetProperty("HostName").GetString(), from.GetProperty("NickName").GetString(),
             from.GetProperty("GroupName").GetString(), from.GetProperty("Address").GetString(), from.GetProperty("Port").GetInt32()));
        Assert.Equal("0017", line.GetProperty("PacketNumber").GetString());
        Assert.Equal("ランチ?\n\"12:00\" \\ ok", line.GetProperty("Text").GetString());
        string[] set = [.. line.EnumerateObject().Where(x => x.Value.ValueKind == JsonValueKind.True).Select(x => x.Name)];
        Assert.Equal(["IsSealed", "IsLocked", "IsEncrypted"], set);
        string[] unset = [.. line.EnumerateObject().Where(x => x.Value.ValueKind == JsonValueKind.False).Select(x => x.Name)];
        Assert.Equal(["NoLog", "IsBroadcast", "IsAutomatic"], unset);
    }

    [Fact]
    public void A_message_not_to_be_logged_leaves_its_envelope_only()
    {
        WriteAll(Message("secret", flags: MessageFlags.NoLog | MessageFlags.Broadcast | MessageFlags.AutoReturn));
        Assert.DoesNotContain("secret", File.ReadAllText(LogFile), StringComparison.Ordinal);
        var line = Assert.Single(Read(LogFile));
        Assert.False(line.TryGetProperty("Text", out _));
        Assert.True(line.GetProperty("NoLog").GetBoolean() && line.GetProperty("IsBroadcast").GetBoolean()
            && line.GetProperty("IsAutomatic").GetBoolean());
    }

    [Fact]
    public void No_text_breaks_a_line_or_its_json()
    {
        string[] texts = ["", "\r\n\u0085\u2028\u2029", "\0\a\b\u001b[31m", "\ud800 alone", "\ufffe\uffff", "😀", new('あ', 20_000)];
        WriteAll([.. texts.Select(text => Message(text))]);
        var lines = Read(LogFile);
        Assert.Equal(texts.Length, lines.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            // JSON cannot say half a character to every reader; all else comes back as it was.
            if (texts[i][..Math.Min(1, texts[i].Length)] != "\ud800")
                Assert.Equal(texts[i], lines[i].GetProperty("Text").GetString());
        }
    }

    [Fact]
    public void Messages_are_confirmed_in_order_and_disposal_writes_the_rest()
    {
        string[] numbers = [.. Enumerable.Range(1, 2_000).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        WriteAll([.. numbers.Select(number => Message("text", number))]);
        Assert.Equal(numbers, _outcome.Numbers);
        Assert.Equal(numbers, Read(LogFile).Select(line => line.GetProperty("PacketNumber").GetString()));
    }

    [Fact]
    public void A_folder_gets_one_file_for_each_local_day()
    {
        var day = new DateTime(2026, 11, 22, 12, 0, 0, DateTimeKind.Local);
        string folder = _folder["logs"] + Path.DirectorySeparatorChar;
        using (var log = _outcome.Open(folder))
        {
            foreach (int offset in (int[])[0, 0, 1])
                log.Append(Message("day " + offset, receivedAt: day.AddDays(offset)));
        }
        Assert.Equal(2, File.ReadLines(Path.Combine(folder, "ipmsg-2026-11-22.jsonl")).Count());
        Assert.Single(File.ReadLines(Path.Combine(folder, "ipmsg-2026-11-23.jsonl")));
        using (_outcome.Open(_folder["logs"]))
            Assert.True(Directory.Exists(folder), "an existing folder needs no separator");
    }

    [Fact]
    public void A_torn_last_line_does_not_spoil_the_next()
    {
        File.WriteAllText(LogFile, "{\"whole\":1}\n{\"torn\":");
        WriteAll(Message("next"));
        string[] lines = File.ReadAllLines(LogFile);
        Assert.Equal(["{\"whole\":1}", "{\"torn\":"], lines[..2]);
        Assert.Equal("next", JsonDocument.Parse(Assert.Single(lines[2..])).RootElement.GetProperty("Text").GetString());
    }

    [Fact]
    public void A_log_that_cannot_be_opened_is_an_error_at_once()
    {
        Assert.ThrowsAny<IOException>(() => _outcome.Open(_folder[Path.Combine("missing", "x.jsonl")]));
        Assert.Throws<ArgumentException>(() => _outcome.Open(""));
    }

    [Fact]
    public void After_a_failure_later_messages_are_tried_again()
    {
        string folder = Directory.CreateDirectory(_folder["logs"]).FullName, file = Path.Combine(folder, "x.jsonl");
        using var log = _outcome.Open(file);
        log.Append(Message("1", "1"));
        Assert.Equal("1", _outcome.NextWritten().NumberText);
        Directory.Delete(folder, recursive: true);
        log.Append(Message("2", "2"));
        Assert.IsAssignableFrom<IOException>(_outcome.NextFailure());
        Directory.CreateDirectory(folder);
        log.Append(Message("3", "3"));
        Assert.Equal("3", _outcome.NextWritten().NumberText);
        Assert.Equal("3", Assert.Single(Read(file)).GetProperty("Text").GetString());
    }

    [Fact]
    public void A_full_disk_fails_the_messages_and_not_the_log()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no full device here");
        File.CreateSymbolicLink(LogFile, "/dev/full");
        using var log = _outcome.Open(LogFile);
        log.Append(Message("1"));
        Assert.Contains("No space left", _outcome.NextFailure().Message, StringComparison.Ordinal);
        File.Delete(LogFile);
        log.Append(Message("2"));
        Assert.Equal("2", _outcome.NextWritten().Text);
    }

    [Fact]
    public async Task A_full_queue_and_a_closed_log_take_no_messages()
    {
        using var writing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var log = new MessageLog(LogFile, _ => { writing.Set(); goOn.Wait(); }, _outcome.Failed, capacity: 2);
        Assert.True(log.Append(Message("under way")));
        await Task.Run(writing.Wait).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(log.Append(Message("1")) && log.Append(Message("2")));
        Assert.False(log.Append(Message("too many")));
        goOn.Set();
        log.Dispose();
        Assert.False(log.Append(Message("too late")));
        Assert.Equal(["under way", "1", "2"], Read(LogFile).Select(line => line.GetProperty("Text").GetString()));
    }

    [Fact]
    public void A_log_that_was_moved_away_is_made_anew()
    {
        using var log = _outcome.Open(LogFile);
        log.Append(Message("1"));
        _outcome.NextWritten();
        File.Move(LogFile, LogFile + ".1");
        log.Append(Message("2"));
        _outcome.NextWritten();
        Assert.Equal("2", Assert.Single(Read(LogFile)).GetProperty("Text").GetString());
    }

    [Fact]
    public void A_log_that_is_made_is_for_its_user_only_and_others_may_read_it_meanwhile()
    {
        using var log = _outcome.Open(LogFile);
        using var tail = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        log.Append(Message("1"));
        _outcome.NextWritten();
        Assert.Contains("\"1\"", tail.ReadLine(), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LogFile));
    }
}
