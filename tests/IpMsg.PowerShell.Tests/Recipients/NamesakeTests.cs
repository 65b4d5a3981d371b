using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Recipients;

/// <summary>Members that others announce under the name of one that has answered.</summary>
public sealed class NamesakeTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ScriptedPeer _real;

    public NamesakeTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
        _real = _lan.Member(_listener, 2, "sato");
        _session.Run("$null = Send-IpMsg sato hello");
        _real.Await(Wire.SendMessage);
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void A_name_means_the_member_that_has_answered_when_the_others_do_not()
    {
        for (int host = 3; host < 6; host++)
            _lan.Member(_listener, host, "sato", peer => peer.AnswersEntries = false);
        var result = _session.Try("Send-IpMsg sato 'to the real one'");

        Assert.Equal(["hello", "to the real one"], _real.ReceivedOf(Wire.SendMessage).Select(each => each.Body));
        Assert.Empty(result.AllErrors);
        string warning = Assert.Single(result.Warnings);
        Assert.Contains("3 members that do not answer", warning, StringComparison.Ordinal);
        Assert.Contains(_real.EndPoint.ToString(), warning, StringComparison.Ordinal);
        string completed = _session.One<string>(
            "(TabExpansion2 'Send-IpMsg sat' 14).CompletionMatches.Where({ $_.CompletionText -eq 'sato' }).ToolTip");
        Assert.Contains(_real.EndPoint.ToString(), completed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_the_same_name_that_answers_is_not_passed_over()
    {
        var other = _lan.Member(_listener, 3, "sato");
        string error = _session.Fails("RecipientAmbiguous", "Send-IpMsg sato hi").ToString();

        Assert.Contains(_real.EndPoint.ToString(), error, StringComparison.Ordinal);
        Assert.Contains(other.EndPoint.ToString(), error, StringComparison.Ordinal);
        Assert.Empty(other.ReceivedOf(Wire.SendMessage));
    }

    [Fact]
    public void Without_a_question_no_member_of_the_name_is_passed_over()
    {
        _lan.Member(_listener, 3, "sato", peer => peer.AnswersEntries = false);
        _session.Fails("RecipientAmbiguous", "Send-IpMsg sato hi -WhatIf");
    }
}
