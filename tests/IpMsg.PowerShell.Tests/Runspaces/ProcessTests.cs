using System;
using System.Globalization;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>Whole processes: their talk, and their end.</summary>
[Collection("Alone")]
public sealed class ProcessTests : IDisposable
{
    private readonly Lan _lan = new();

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("", 0)]
    [Rule(29)]
    public void R29_the_end_of_a_process_says_farewell_and_frees_the_port(string end, int code)
    {
        var peer = _lan.Peer(2);
        using var child =
            new ChildScript("Start-IpMsgListener" + _lan.At(1, 2) + "; 'started'; Receive-IpMsg -TimeoutSec 60 -Count 1; " + end);
        Assert.Equal("started", child.ReadLine());
        peer.Await(Wire.Entry);
        peer.Message(_lan.EndPoint(1), "enough");
        var (exit, lines, errors) = child.End();
        Assert.Equal((code, "enough", ""), (exit, Assert.Single(lines), errors));
        var farewells = peer.Await(Wire.Exit, 2);
        Assert.Equal(2, farewells.Length);
        Assert.InRange((farewells[1].At - farewells[0].At).TotalMilliseconds, ArrivalTime.IsKnown ? 80 : 0, 400);
        Assert.True(Ports.IsFree(_lan.EndPoint(1)));
    }

    [Fact]
    public void Several_listeners_of_a_process_say_farewell_together()
    {
        var peer = _lan.Peer(9);
        using var child = new ChildScript(
            "$all = foreach ($i in 1..5) { $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2()); "
                + "$runspace.Open(); $shell = [powershell]::Create($runspace); "
            + "$null = $shell.AddScript('Import-Module $args[0]; Start-IpMsgListener -Address $args[1] -Port $args[2] -BroadcastAddress "
            + "$args[3]').AddArgument((Get-Module IpMsg).Path).AddArgument(\"" + _lan.Address(0)[..^1]
            + "$i\").AddArgument(" + _lan.Port + ").AddArgument('" + _lan.Address(9)
            + "'); $null = $shell.Invoke(); $runspace }; 'started'; " + WaitFor(9) + "exit");
        Assert.Equal("started", child.ReadLine());
        peer.Await(Wire.Entry, 5);
        _lan.Keep(new ScriptedPeer(_lan.EndPoint(8), "end")).Message(_lan.EndPoint(10), "go");
        Assert.Equal(0, child.End().Code);
        var farewells = peer.Await(Wire.Exit, 10);
        Assert.InRange((farewells[^1].At - farewells[0].At).TotalMilliseconds, 80, 450);
    }

    [Fact]
    public void Two_processes_exchange_messages()
    {
        using var answering = new ChildScript(
            "Start-IpMsgListener Suzuki" + _lan.At(1, 2)
                + "; 'started'; Receive-IpMsg -TimeoutSec 60 -Count 2 | ForEach-Object { $_.Text; $null = $_ | Send-IpMsg \"You said: "
                + "$($_.Text)\" }");
        Assert.Equal("started", answering.ReadLine());
        using var asking = new ChildScript("Start-IpMsgListener Sato" + _lan.At(2, 1)
            + "; foreach ($text in 'お昼は?', 'bye') { (Send-IpMsg Suzuki $text).Status }; (Receive-IpMsg -TimeoutSec 60 -Count 2).Text");
        var asked = asking.End();
        Assert.Equal(["Confirmed", "Confirmed", "You said: お昼は?", "You said: bye"], asked.Lines);
        Assert.Equal("", asked.Errors);
        Assert.Equal(["お昼は?", "bye"], answering.End().Lines);
    }

    [Fact]
    public void One_shot_from_a_fresh_process_introduces_itself_to_its_recipient_alone_and_takes_its_leave()
    {
        ScriptedPeer to = _lan.Peer(2), other = _lan.Peer(3);
        using var child = new ChildScript(
            "$delivery = Send-IpMsg " + _lan.Address(2) + " 'build 7 is green' -ErrorAction Stop; $delivery.Status; exit 0",
            ("IPMSG_PORT", _lan.Port.ToString(CultureInfo.InvariantCulture)), ("IPMSG_BROADCAST", _lan.Address(3)),
            ("IPMSG_NICKNAME", "CI"));
        var (code, lines, errors) = child.End();
        Assert.Equal((0, "Confirmed", ""), (code, string.Join(' ', lines), errors));
        Assert.Equal("CI", to.ReceivedOf(Wire.Entry)[0].Body);
        Assert.Equal("build 7 is green", Assert.Single(to.ReceivedOf(Wire.SendMessage)).Body);
        Assert.Equal(2, to.Await(Wire.Exit, 2).Length);
        Assert.Empty(other.Received);
    }

    [Fact]
    public void One_shot_that_nobody_confirms_fails_a_CI_step()
    {
        using var child = new ChildScript(
            "try { Send-IpMsg " + _lan.Address(2) + " hi -TimeoutSec 0.3 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; exit 1 }",
            ("IPMSG_PORT", _lan.Port.ToString(CultureInfo.InvariantCulture)));
        var (code, lines, _) = child.End();
        Assert.Equal(1, code);
        Assert.Contains("MessageUnconfirmed,IpMsg.PowerShell.Commands.SendIpMsgCommand", lines);
    }

    // A listener of the main runspace waits until the test says that it has seen enough.
    private string WaitFor(int others) => "Start-IpMsgListener" + _lan.At(others + 1) + "; $null = Receive-IpMsg -TimeoutSec 60 -Count 1; ";
}
