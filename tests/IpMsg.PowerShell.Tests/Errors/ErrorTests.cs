using System;
using System.IO;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Errors;

/// <summary>
/// Every malformed thing that a person can type: a fixed id, a category, a target, a message that names it, and a way out.
/// </summary>
public sealed class ErrorTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly string _folder = Directory.CreateTempSubdirectory("ipmsg-errors-").FullName;

    public ErrorTests()
    {
        _session = _lan.Session();
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        _session.Run("$folder, $place, $free = $args", _folder, _lan.Address(1), _lan.Port);
    }

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("-Address nowhere", "InvalidAddress", ErrorCategory.InvalidArgument, "nowhere")]
    [InlineData("-Address 300.1.1.1", "InvalidAddress", ErrorCategory.InvalidArgument, "300.1.1.1")]
    [InlineData("-Address 10", "InvalidAddress", ErrorCategory.InvalidArgument, "10")]
    [InlineData("-Address 127.0.0.1:2425", "InvalidAddress", ErrorCategory.InvalidArgument, "127.0.0.1:2425")]
    [InlineData("-Address 198.51.100.77 -Port 0", "ListenerAddressUnavailable", ErrorCategory.ResourceUnavailable, "198.51.100.77:0")]
    [InlineData("-BroadcastAddress 1.2.3.4, nowhere", "InvalidAddress", ErrorCategory.InvalidArgument, "nowhere")]
    [InlineData("-BroadcastAddress 1.2.3.4:99999", "InvalidAddress", ErrorCategory.InvalidArgument, "1.2.3.4:99999")]
    [InlineData("-BroadcastAddress 1.2.3.4:", "InvalidAddress", ErrorCategory.InvalidArgument, "1.2.3.4:")]
    [InlineData("-BroadcastAddress ' '", "InvalidAddress", ErrorCategory.InvalidArgument, " ")]
    [InlineData("-AllowFrom 10.0.0.0/33", "InvalidFilter", ErrorCategory.InvalidArgument, "10.0.0.0/33")]
    [InlineData("-AllowFrom 10.0.0.0/8, 10.0.0.0/x", "InvalidFilter", ErrorCategory.InvalidArgument, "10.0.0.0/x")]
    [InlineData("-DenyFrom somebody", "InvalidFilter", ErrorCategory.InvalidArgument, "somebody")]
    [InlineData("-AllowFrom 10.0.0.1 -DenyFrom fe80::/129", "InvalidFilter", ErrorCategory.InvalidArgument, "fe80::/129")]
    [InlineData("-Encoding klingon", "InvalidEncoding", ErrorCategory.InvalidArgument, "klingon")]
    [InlineData("-Encoding 99999", "InvalidEncoding", ErrorCategory.InvalidArgument, "99999")]
    [InlineData("-Encoding utf-16", "InvalidEncoding", ErrorCategory.InvalidArgument, "utf-16")]
    [InlineData("-LogPath (Join $folder missing/file.jsonl)", "InvalidLogPath", ErrorCategory.WriteError, "missing")]
    [InlineData("-LogPath (Join $folder file/file.jsonl)", "InvalidLogPath", ErrorCategory.WriteError, "file.jsonl")]
    [InlineData("-LogPath (Join $folder file/)", "InvalidLogPath", ErrorCategory.WriteError, "file")]
    [InlineData("-LogPath Env:log", "InvalidLogPath", ErrorCategory.WriteError, "Env:log")]
    [InlineData("-LogPath nosuchdrive:/log", "InvalidLogPath", ErrorCategory.WriteError, "nosuchdrive:/log")]
    [InlineData("-KeyPath (Join $folder file)", "InvalidKeyPath", ErrorCategory.WriteError, "file")]
    [InlineData("-KeyPath (Join $folder file/below)", "InvalidKeyPath", ErrorCategory.WriteError, "below")]
    [InlineData("-KeyPath Env:keys", "InvalidKeyPath", ErrorCategory.WriteError, "Env:keys")]
    public void Starting_with_something_malformed(string arguments, string id, ErrorCategory category, string named)
    {
        string place = arguments.Contains("-Address", StringComparison.Ordinal) ? "" : " -Address $place -Port $free";
        var error = _session.Fails(id, "function Join($a, $b) { [IO.Path]::Combine($a, $b) }; Start-IpMsgListener " + arguments + place);
        Clear(error, category);
        Assert.Contains(named.Trim(), error.ToString() + error.TargetObject, StringComparison.Ordinal);
        Assert.Contains(named, error.TargetObject.ToString(), StringComparison.Ordinal);
        // Nothing stays behind that would be in the way of the next try.
        Assert.Empty(_session.Run("Get-IpMsgListener"));
        _lan.Listen(_session, 1);
    }

    [Fact]
    public void A_taken_port_names_the_endpoint_and_the_remedy()
    {
        _lan.Listen(_lan.Session(), 1);
        var error = _session.Fails("ListenerPortInUse", "Start-IpMsgListener" + _lan.At(1));
        Clear(error, ErrorCategory.ResourceExists);
        Assert.Equal(_lan.EndPoint(1), error.TargetObject);
        Assert.Contains("-Port 0", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_listener_in_a_runspace_is_an_error()
    {
        var listener = _lan.Listen(_session, 1);
        var error = _session.Fails("ListenerAlreadyRunning", "Start-IpMsgListener" + _lan.At(2));
        Clear(error, ErrorCategory.ResourceExists);
        Assert.Same(listener, error.TargetObject);
    }

    [Theory]
    [InlineData("Stop-IpMsgListener", "ListenerNotRunning", ErrorCategory.ResourceUnavailable)]
    [InlineData("Send-IpMsg nobody hi -Listener $listener", "RecipientNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Send-IpMsg twin hi -Listener $listener", "RecipientAmbiguous", ErrorCategory.InvalidArgument)]
    [InlineData("Send-IpMsg $true hi -Listener $listener", "InvalidRecipient", ErrorCategory.InvalidArgument)]
    [InlineData("Send-IpMsg -Message hi -Listener $listener", "NoRecipient", ErrorCategory.InvalidArgument)]
    [InlineData("Send-IpMsg twin -Listener $listener", "NoText", ErrorCategory.InvalidArgument)]
    [InlineData("Send-IpMsg -Listener $listener", "NoText", ErrorCategory.InvalidArgument)]
    [InlineData("Send-IpMsg hi -Broadcast -Listener $listener", "NoRecipient", ErrorCategory.InvalidArgument)]
    [InlineData("'a' | Send-IpMsg x y -Listener $listener", "AmbiguousInput", ErrorCategory.InvalidArgument)]
    [InlineData("42 | Send-IpMsg hi -Listener $listener", "InputNotSupported", ErrorCategory.InvalidType)]
    [InlineData("Send-IpMsg 127.9.9.9 hi -TimeoutSec 0.1 -Listener $listener", "MessageUnconfirmed", ErrorCategory.OperationTimeout)]
    [InlineData("Send-IpMsg ('[' + '::1]:2425') hi -Listener $listener", "MessageRefused", ErrorCategory.WriteError)]
    [InlineData("Send-IpMsg 127.9.9.9 ('x' * 99999) -Listener $listener", "MessageTooLong", ErrorCategory.LimitsExceeded)]
    [InlineData("Get-IpMsgMember nobody -TimeoutSec 0 -Listener $listener", "MemberNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-IpMsgMember -HostList 127.9.9.9 -TimeoutSec 0.1 -Listener $listener", "HostListNotAnswered",
        ErrorCategory.OperationTimeout)]
    [InlineData("$stopped | Stop-IpMsgListener", "ListenerNotRunning", ErrorCategory.ResourceUnavailable)]
    [InlineData("Receive-IpMsg -Listener $stopped", "ListenerStopped", ErrorCategory.ResourceUnavailable)]
    [InlineData("Send-IpMsg 127.9.9.9 hi -Listener $stopped", "ListenerStopped", ErrorCategory.ResourceUnavailable)]
    public void Every_error_has_category_target_and_advice(string script, string id, ErrorCategory category)
    {
        var other = _lan.Session();
        var listener = _lan.Listen(other, 3);
        _lan.Member(listener, 4, "twin");
        _lan.Member(listener, 5, "twin");
        _session.Run("$listener, $stopped = $args", listener, _lan.Listen(_session, 6));
        _session.Run("Stop-IpMsgListener");
        Clear(_session.Fails(id, script), category);
    }

    [Theory]
    [InlineData("Start-IpMsgListener -Port 65536")]
    [InlineData("Start-IpMsgListener -Port -1")]
    [InlineData("Start-IpMsgListener -Port no")]
    [InlineData("Start-IpMsgListener -NickName ''")]
    [InlineData("Send-IpMsg a b -TimeoutSec -1")]
    [InlineData("Send-IpMsg $null b")]
    [InlineData("Send-IpMsg a b -Listener $null")]
    [InlineData("Receive-IpMsg -Count 0")]
    [InlineData("Receive-IpMsg -TimeoutSec x")]
    [InlineData("Receive-IpMsg -Recent 0")]
    [InlineData("Receive-IpMsg -Peek -Wait")]
    [InlineData("Receive-IpMsg -From ''")]
    [InlineData("Get-IpMsgMember -HostList a -Refresh")]
    [InlineData("Test-IpMsgMember ''")]
    [InlineData("'x' | Open-IpMsg")]
    [InlineData("'x' | Remove-IpMsg")]
    [InlineData("'x' | Stop-IpMsgListener")]
    public void What_parameters_do_not_take_they_refuse_before_anything_happens(string script)
    {
        var error = Assert.Single(_session.Try(script).AllErrors);
        Assert.Contains(error.CategoryInfo.Category, new[] { ErrorCategory.InvalidArgument, ErrorCategory.InvalidData });
        Assert.Empty(_session.Run("Get-IpMsgListener"));
    }

    internal static void Clear(ErrorRecord error, ErrorCategory category)
    {
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.NotEmpty(error.ToString());
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.IsType<Node.IpMsgException>(error.Exception);
    }
}
