using System;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Get-IpMsgOffer and Remove-IpMsgOffer.</summary>
public sealed class OfferTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public OfferTests()
    {
        foreach (string name in (string[])["a.log", "b.log", "c.txt"])
            _fixture.Make(name, 1_500);
        _fixture.Lan.Member(_fixture.SatoListens, 3, "tanaka", peer => peer.Status |= Wire.FileAttach);
        _fixture.Lan.Peer(4);
        _fixture.Sato.Run(
            "$logs = Send-IpMsg suzuki, tanaka -Attachment *.log; $text = Send-IpMsg $args[0] -Attachment c.txt -OfferLifetime 1:0",
            _fixture.Lan.EndPoint(4).ToString());
    }

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("", "Suzuki:a.log Suzuki:b.log peer:c.txt tanaka:a.log tanaka:b.log")]
    [InlineData("suzuki", "Suzuki:a.log Suzuki:b.log")]
    [InlineData("-To t*, SUZ*", "Suzuki:a.log Suzuki:b.log tanaka:a.log tanaka:b.log")]
    [InlineData("peer", "peer:c.txt")]
    [InlineData("-Name a*", "Suzuki:a.log tanaka:a.log")]
    [InlineData("tanaka -Name *.log, x", "tanaka:a.log tanaka:b.log")]
    [InlineData("-PacketNumber $text.PacketNumber", "peer:c.txt")]
    [InlineData("nobody", "")]
    [InlineData("-Listener (Get-IpMsgListener) -Name c.txt", "peer:c.txt")]
    public void Offers_are_shown_by_recipient_name_and_message(string arguments, string shown) =>
        Assert.Equal(shown,
            string.Join(' ',
                _fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer " + arguments).Select(each => each.To + ":" + each.Name)
                    .Order(StringComparer.Ordinal)));

    [Fact]
    public void An_offer_tells_all_about_itself()
    {
        var offer = _fixture.Sato.One<IpMsgOffer>("Get-IpMsgOffer -Name c.txt");
        Assert.Equal((_fixture.Lan.EndPoint(4).ToString(), nameof(FileKind.Regular), 1_500L, nameof(OfferState.Waiting), 0, 0L, 0d),
            (offer.EndPoint, offer.Kind, offer.Size, offer.State, offer.TimesTaken, offer.BytesSent, offer.Rate));
        Assert.Equal(TimeSpan.FromHours(1), offer.ExpiresAt - offer.MadeAt);
        Assert.Equal((System.IO.Path.Combine(_fixture.Source, "c.txt"), null, "c.txt for peer"),
            (offer.Path, offer.Reason, offer.ToString()));
        Assert.Equal(TimeSpan.FromDays(30),
            _fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer suzuki")[0] is var usual ? usual.ExpiresAt - usual.MadeAt : default);
    }

    [Theory]
    [InlineData("Get-IpMsgOffer suzuki | Remove-IpMsgOffer", 3)]
    [InlineData("Remove-IpMsgOffer (Get-IpMsgOffer)", 0)]
    [InlineData("$logs | Remove-IpMsgOffer", 1)]
    [InlineData("Remove-IpMsgOffer $text; Remove-IpMsgOffer $text", 4)]
    [InlineData("Get-IpMsgOffer | Remove-IpMsgOffer -WhatIf", 5)]
    public void Withdrawn_offers_are_gone(string script, int left)
    {
        _fixture.Sato.Run(script);
        Assert.Equal(left, _fixture.Sato.Run("Get-IpMsgOffer").Count);
        Assert.Equal(5 - left,
            _fixture.Sato.All<IpMsgOffer>("@($logs) + $text | ForEach-Object { $_.Offers }")
                .Count(each => each.State == nameof(OfferState.Withdrawn) && each.Reason is not null));
    }

    [Fact]
    public void Another_runspace_withdraws_what_it_is_given()
    {
        _fixture.Suzuki.Run("$args[0] | Remove-IpMsgOffer", _fixture.Sato.One<IpMsgOffer>("Get-IpMsgOffer -Name c.txt"));
        Assert.Equal(4, _fixture.Sato.Run("Get-IpMsgOffer").Count);
    }

    [Fact]
    public void Whatever_is_no_offer_is_an_error_and_the_next_one_goes_on()
    {
        var result = _fixture.Sato.Try("42, $text | Remove-IpMsgOffer");
        ErrorTests.Clear(Assert.Single(result.Errors), ErrorCategory.InvalidType);
        Assert.Equal(4, _fixture.Sato.Run("Get-IpMsgOffer").Count);
    }

    [Fact]
    public void Without_a_listener_there_is_nothing_to_show_and_none_is_made()
    {
        var other = _fixture.Lan.Session();
        Assert.Empty(other.Run("Get-IpMsgOffer; Get-IpMsgListener"));
    }

    [Fact]
    public void Recipients_complete()
    {
        var completion = _fixture.Sato.One<CommandCompletion>(
            "[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null)", "Get-IpMsgOffer tan");
        Assert.Equal("tanaka", Assert.Single(completion.CompletionMatches).CompletionText);
    }

    [Fact]
    public void The_tables_fit_a_hundred_columns_and_names_are_harmless()
    {
        // Windows has no names with control characters.
        string colour = OperatingSystem.IsWindows() ? "31m" : "\u001b[31m";
        _fixture.Make($"e{colour}vil\u202E.txt");
        _fixture.Sato.Run("$null = Send-IpMsg suzuki -Attachment e*.txt; Get-IpMsgOffer suzuki | Out-Host");
        _fixture.Suzuki.Run("Receive-IpMsg -TimeoutSec 20 -Count 2 | ForEach-Object { $_ | Out-Host; $_.Attachments | Out-Host }");
        foreach (string written in (string[])[_fixture.Sato.Host.Text, _fixture.Suzuki.Host.Text])
        {
            // The engine's own colours, of which there are few.
            string shown = Regex.Replace(written, "\u001b\\[(0|32;1|32;1;3)m", "");
            Assert.Contains("1.46 KB", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(shown, each => char.IsControl(each) && each is not ('\n' or '\r') || each == '\u202E');
            Assert.All(shown.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
        }
        Assert.Contains("Waiting", _fixture.Sato.Host.Text, StringComparison.Ordinal);
        Assert.Contains($"e{colour.Replace('\u001b', '␛')}vil", _fixture.Sato.Host.Text, StringComparison.Ordinal);
        Assert.Contains("31mvil", _fixture.Suzuki.Host.Text, StringComparison.Ordinal);
    }
}
