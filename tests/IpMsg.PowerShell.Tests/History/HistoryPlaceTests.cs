using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using Xunit;
using static IpMsg.PowerShell.Tests.History.StoredHistory;

namespace IpMsg.PowerShell.Tests.History;

/// <summary>Which store is meant, what is wrong with it, and what Tab knows of it.</summary>
[Collection("Alone")]
public sealed class HistoryPlaceTests : IDisposable
{
    private readonly StoredHistory _stored = new();

    public void Dispose() => _stored.Dispose();

    [Fact]
    public void Every_user_name_has_messages_of_its_own()
    {
        _stored.Write(Received("for alice"));
        _stored.Write([Received("for bob")], null, user: "Bob");
        Assert.Equal(["for alice"], _stored.Texts());
        var other = _stored.Session.One<IpMsgHistoryEntry>("Get-IpMsgHistory -UserName BOB -DataPath $args[0]", _stored.DataPath);
        Assert.Equal("for bob", other.Text);
        _stored.Session.Run("Clear-IpMsgHistory -UserName bob -DataPath $args[0] -Confirm:$false", _stored.DataPath);
        Assert.Equal(["for alice"], _stored.Texts());
    }

    [Fact]
    public void The_environment_names_the_folder_and_the_system_the_user()
    {
        using var path = new EnvironmentVariable("IPMSG_DATAPATH", _stored.DataPath);
        _stored.Write([Received("mine")], null, user: Environment.UserName);
        Assert.Equal("mine", _stored.Session.One<IpMsgHistoryEntry>("Get-IpMsgHistory").Text);
    }

    [Fact]
    public void The_listener_of_the_runspace_names_the_user()
    {
        _stored.Write([Received("for the bot")], null, user: "bot");
        using var lan = new Lan();
        lan.Listen(_stored.Session, 1, "-UserName bot -Encryption Off");
        Assert.Equal("for the bot", _stored.Session.One<IpMsgHistoryEntry>("Get-IpMsgHistory -DataPath $args[0]", _stored.DataPath).Text);
    }

    [Fact]
    public void A_user_name_without_messages_is_an_error_that_names_the_others()
    {
        _stored.Write(Received("x"));
        _stored.Write([Received("x")], null, user: "bob");
        foreach (string cmdlet in (string[])["Get-IpMsgHistory", "Clear-IpMsgHistory -Confirm:$false"])
        {
            var error = _stored.Session.Fails("HistoryNotFound", cmdlet + " -UserName carol -DataPath $args[0]", _stored.DataPath);
            ErrorTests.Clear(error, ErrorCategory.ObjectNotFound);
            Assert.Contains("alice, bob", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_user_name_it_is_a_warning_and_where_there_are_no_messages_at_all_nothing()
    {
        Assert.Equal((0, 0), Counts());
        _stored.Write(Received("x"));
        Assert.Equal((0, 1), Counts());

        (int Output, int Warnings) Counts()
        {
            var result = _stored.Session.Try("Get-IpMsgHistory -DataPath $args[0]", _stored.DataPath);
            Assert.Empty(result.AllErrors);
            return (result.Output.Count, result.Warnings.Count);
        }
    }

    [Fact]
    public void A_store_of_a_newer_module_is_refused_with_a_clear_word()
    {
        _stored.Write(Received("x"));
        string file = Directory.GetFiles(_stored.FolderOf("alice"), "*.jsonl").Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace("{\"v\":1,", "{\"v\":2,", StringComparison.Ordinal));
        foreach (string cmdlet in (string[])["Get-IpMsgHistory", "Clear-IpMsgHistory -Confirm:$false"])
        {
            var error = _stored.Session.Fails("HistoryTooNew", cmdlet + " -UserName alice -DataPath $args[0]", _stored.DataPath);
            ErrorTests.Clear(error, ErrorCategory.InvalidData);
            Assert.Contains("version 2", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_an_error()
    {
        Directory.CreateDirectory(Path.Combine(_stored.FolderOf("alice"), "history-000001.jsonl"));
        var error = _stored.Session.Fails("InvalidDataPath", "Get-IpMsgHistory -UserName alice -DataPath $args[0]", _stored.DataPath);
        ErrorTests.Clear(error, ErrorCategory.WriteError);
        _stored.Session.Fails("InvalidDataPath", "Get-IpMsgHistory -DataPath Variable:x");
    }

    [Fact]
    public void Tab_completes_partners_latest_first_and_user_names()
    {
        _stored.Write(
            Received("x", 0, nick: "Suzuki Ichiro"), Received("x", 1, user: "sato", nick: "sato"), Sent("x", 2, "printer"),
            Received("x", 3, user: "evil", nick: "e\u001b[31m"));
        string data = " -DataPath '" + _stored.DataPath + "' ";
        Assert.Equal(["'10.1.2.3:2425'", "printer", "sato", "'Suzuki Ichiro'"], Complete("Get-IpMsgHistory -UserName alice" + data));
        Assert.Equal(["sato", "'Suzuki Ichiro'"], Complete("Get-IpMsgHistory -UserName alice" + data + "-With s"));
        _stored.Session.Run("$ExecutionContext.SessionState.Path.SetLocation($args[0])", Path.GetDirectoryName(_stored.DataPath));
        Assert.Equal(["sato"], Complete("Get-IpMsgHistory -UserName alice -DataPath " + Path.GetFileName(_stored.DataPath) + " -With sa"));
        Assert.Equal(["printer"], Complete("Clear-IpMsgHistory -UserName alice" + data + "-With printer-"));
        Assert.Equal(["alice"], Complete("Get-IpMsgHistory" + data + "-UserName a"));
        Assert.Empty(Complete("Get-IpMsgHistory -UserName nobody" + data));
        Assert.Empty(Complete("Get-IpMsgHistory -DataPath Nowhere: "));
    }

    private string[] Complete(string line)
    {
        var found = _stored.Session.All<CompletionResult>(
            "[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null).CompletionMatches", line);
        return [.. found.Where(each => each.ResultType == CompletionResultType.ParameterValue).Select(each => each.CompletionText)];
    }
}
