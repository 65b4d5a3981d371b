using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Log;

public sealed class MessageLogProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LogFile => _folder["messages.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_was_confirmed_before_a_kill_is_in_the_log()
    {
        const int Rounds = 8;
        var confirmed = new List<string>();
        for (int round = 1; round <= Rounds; round++)
        {
            using var child = new ChildProcess("log", LogFile, "1000000", round + "-");
            int until = Random.Shared.Next(1, 3_000);
            while (until-- > 0)
                confirmed.Add(child.Output.ReadLine()!);
            // A moment that is no moment of the child's: not just after a confirmation.
            Thread.SpinWait(Random.Shared.Next(0, 200_000));
            child.Kill();
            string[] rest = child.Output.ReadToEnd().Split('\n');
            // Behind the last line end is what it was about to say.
            confirmed.AddRange(rest[..^1]);
        }
        var logged = ReadNumbers(out int torn);
        // Each writer cuts off what the one before it left.
        Assert.InRange(torn, 0, 1);
        Assert.Empty(confirmed.Except(logged));
        Assert.Equal(logged.Count, logged.Distinct().Count());
    }

    [Fact]
    public void Two_processes_may_log_into_one_file()
    {
        const string Count = "1500";
        using ChildProcess a = new("log", LogFile, Count, "a-"), b = new("log", LogFile, Count, "b-");
        string[] confirmed = [.. a.Output.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            .. b.Output.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal((0, 0), (a.WaitForExit(), b.WaitForExit()));
        Assert.Equal(3_000, confirmed.Length);
        var logged = ReadNumbers(out int torn);
        Assert.Equal(0, torn);
        Assert.Equal(confirmed.Order(), logged.Order());
        Assert.Equal(logged.Where(x => x[0] == 'a'), Enumerable.Range(1, 1500).Select(i => "a-" + i));
    }

    private List<string> ReadNumbers(out int torn)
    {
        var numbers = new List<string>();
        torn = 0;
        foreach (string line in File.ReadLines(LogFile))
        {
            try
            {
                numbers.Add(JsonDocument.Parse(line).RootElement.GetProperty("PacketNumber").GetString()!);
            }
            // A half line is what the last kill may leave.
            catch (JsonException)
            {
                torn++;
            }
        }
        return numbers;
    }
}
