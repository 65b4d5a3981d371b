using System;
using System.Linq;
using System.Text;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

/// <summary>A peer that behaves like FeiQ, as the cmdlets show it.</summary>
public sealed class FeiQTests : IDisposable
{
    private const string Version = "1_lbt6_0#128#0011AABBCCDD#0#0#0#4001#9";
    private const string Font = "{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 微软雅黑 8404992;}";
    private static readonly Encoding s_gbk = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ScriptedPeer _lee;
    private int _number = 1_700_000_000;

    public FeiQTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
        _lee = _lan.Member(_listener, 2, "Lee", peer => peer.AnswersEntries = false);
        // With FILEATTACHOPT and ENCRYPTOPT.
        Say(6291457, "Lee\0");
        Eventually.True(() => _session.One<IpMsgMember>("Get-IpMsgMember Lee").Client == "FeiQ", "it is known as FeiQ");
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void A_bot_compares_its_texts_without_fonts_and_reads_emoticons_and_images()
    {
        Say(288, "time" + Font);
        Say(288, "好 /:)/~#>5A3C01FE<B~" + Font);
        var texts = _session.All<IpMsgMessage>("Receive-IpMsg -Count 2 -TimeoutSec 30");
        Assert.Equal(["time", "好 [smile][image]"], texts.Select(each => each.Text));
        Assert.Equal(["time" + Font, "好 /:)/~#>5A3C01FE<B~" + Font], texts.Select(each => each.RawText));
    }

    [Fact]
    public void A_second_message_to_it_waits_for_one_request_and_needs_the_word_of_the_user()
    {
        var first = _session.Fails("MessageUnconfirmed", "Send-IpMsg Lee secret");
        Assert.Contains("announces encryption, but did not answer with its key", first.Exception.Message, StringComparison.Ordinal);
        Assert.False(_session.One<IpMsgMember>("Get-IpMsgMember Lee").GivesNoKey);
        // It begins to type.
        Say(0x79, "");
        Eventually.True(() => _session.One<IpMsgMember>("Get-IpMsgMember Lee").GivesNoKey, "it gives no key");
        int asked = _lee.ReceivedOf(0x72).Length;

        var second = _session.Fails("EncryptionNotPossible", "Send-IpMsg Lee secret");
        Assert.Contains("It announces encryption and gives no key.", second.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Encryption Off", second.ErrorDetails?.RecommendedAction ?? "", StringComparison.Ordinal);
        // One request, and not the five of a message that waits.
        Assert.Equal(asked + 1, _lee.Await(0x72, asked + 1).Length);

        var sent = _session.One<IpMsgDelivery>(
            "Get-IpMsgMember | Where-Object GivesNoKey | Send-IpMsg -Message 'no secret' -Encryption Off");
        Assert.Equal(("Confirmed", false), (sent.Status, sent.IsEncrypted));
        Assert.DoesNotContain(_lee.Received, each => s_gbk.GetString(each.Bytes).Contains(":secret", StringComparison.Ordinal));
    }

    private void Say(uint word, string text) => _lee.SendRaw(_listener.Node.LocalEndPoint,
        s_gbk.GetBytes($"{Version}:{++_number}:{_lee.User}:{_lee.Host}:{word}:{text}\0"));
}
