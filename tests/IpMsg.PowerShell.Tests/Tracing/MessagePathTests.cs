using System;
using System.IO;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>
/// How many calls and files somebody reads who follows one plaintext message: from the datagram to the object in the pipeline, and from
/// -Message to the datagram. <see cref="MessagePath"/> says what counts.
/// </summary>
[Collection("Alone")]
public sealed class MessagePathTests(ITestOutputHelper output) : IDisposable
{
    private const int MaxReceiveCalls = 13;
    private const int MaxReceiveFiles = 10;
    private const int MaxSendCalls = 19;
    private const int MaxSendFiles = 14;

    private const string Marker = "marker-in-the-text";

    private readonly Lan _lan = new();
    private readonly TracedModule _module = new();
    private readonly string[] _architecture = File.ReadAllLines(Path.Combine(StagedModule.Folder, "..", "..", "docs", "architecture.md"));

    public void Dispose()
    {
        _lan.Dispose();
        _module.Dispose();
    }

    [Fact]
    public void The_paths_of_a_message_do_not_get_longer()
    {
        var peer = _lan.Peer(2);
        using var child = new ChildScript(Script(), _module.Manifest);
        Assert.Equal("started", child.ReadLine());
        peer.Send(_lan.EndPoint(1), Wire.AnswerEntry | Wire.CanUtf8, peer.Nick + "\0\0");
        Assert.Equal("receiving", child.ReadLine());
        peer.Message(_lan.EndPoint(1), Marker);
        var (_, lines, errors) = child.End();
        Assert.Equal((Marker, ""), (Assert.Single(lines), errors));

        var receive = ReceivePath(new MessageTrace(_module.PathOf("receive.txt"), _module.Methods));
        var send = SendPath(new MessageTrace(_module.PathOf("send.txt"), _module.Methods));
        AssertLength("from the datagram to the object in the pipeline", receive, MaxReceiveCalls, MaxReceiveFiles);
        AssertLength("from `-Message` to the datagram", send, MaxSendCalls, MaxSendFiles);
    }

    // A silent listener and an answer instead of an entry: no timer is running whose thread could take over a part of the path.
    private string Script() => string.Join('\n',
        "$recorder = [IpMsg.PowerShell.TestChild.CallRecorder]",
        "Start-IpMsgListener -Silent -Encryption Off" + _lan.At(1),
        "'started'",
        "for ($i = 0; $i -lt 4000 -and -not (Get-IpMsgMember -TimeoutSec 0); $i++) { [Threading.Thread]::Sleep(5) }",
        "$recorder::Start('" + Marker + "')",
        "$recorder::WriteWhenBlocked('receiving')",
        "Receive-IpMsg -Wait -Count 1",
        "$recorder::Save('" + _module.PathOf("receive.txt") + "')",
        "$recorder::Start('" + Marker + "')",
        "$null = Send-IpMsg " + _lan.EndPoint(2) + " -Message '" + Marker + "'",
        "$recorder::Save('" + _module.PathOf("send.txt") + "')");

    private static MessagePath ReceivePath(MessageTrace trace)
    {
        var end = trace.Marks("write").First();
        int given = trace.Calls.Where(each => each.Given > 0).Min(each => each.Given);
        return new MessagePath(trace, trace.Marks("receive").Last(each => each.Time < given), end);
    }

    private static MessagePath SendPath(MessageTrace trace)
    {
        var end = trace.Marks("send").First(each => each.Call.Given > 0);
        var start = end.Call.Open.Concat(trace.Calls).First(each => each.Method.Name == "ProcessRecord");
        return new MessagePath(trace, new TraceMark("start", start, start.Entered), end);
    }

    private void AssertLength(string title, MessagePath path, int maxCalls, int maxFiles)
    {
        string length = path.Methods.Count + " calls in " + path.Files + " files";
        output.WriteLine(title + ": " + length + "\n" + path + "\n");
        Assert.True(path.Methods.Count <= maxCalls && path.Files <= maxFiles,
            "The path " + title + " has " + length + ", more than " + maxCalls + " in " + maxFiles + ":\n" + path);
        string row = Assert.Single(_architecture, each => each.StartsWith("| " + title + " |", StringComparison.Ordinal));
        Assert.EndsWith("| " + length + " |", row, StringComparison.Ordinal);
    }
}
