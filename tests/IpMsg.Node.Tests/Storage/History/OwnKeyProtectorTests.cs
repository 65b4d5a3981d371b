using System;
using System.IO;
using System.Linq;
using System.Text;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>Sealed texts under the user's own key.</summary>
public sealed class OwnKeyProtectorTests
{
    private static readonly OwnKeys s_keys = new(PrivateKey.Generate(2048), null);
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes("{\"text\":\"the secret 秘密\"}");

    private readonly OwnKeyProtector _protector = new(() => s_keys);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100_000)]
    public void A_text_comes_back(int length)
    {
        byte[] text = new byte[length];
        new Random(length).NextBytes(text);
        byte[] hidden = _protector.Protect(text);
        Assert.Equal(text, _protector.Unprotect(hidden));
        Assert.Equal(text, new OwnKeyProtector(() => s_keys).Unprotect(hidden));
        Assert.InRange(hidden.Length, length + 256, length + 320);
    }

    [Fact]
    public void It_is_not_there_as_it_is_and_never_twice_the_same()
    {
        byte[] first = _protector.Protect(s_text), second = _protector.Protect(s_text);
        Assert.NotEqual(first, second);
        Assert.True(first.AsSpan().IndexOf("secret"u8) < 0);
    }

    [Fact]
    public void Another_key_does_not_open_it()
    {
        var other = new OwnKeyProtector(() => new OwnKeys(PrivateKey.Generate(2048), null));
        Assert.Null(other.Unprotect(_protector.Protect(s_text)));
    }

    [Fact]
    public void A_damaged_text_is_not_opened_wherever_the_damage_is()
    {
        byte[] hidden = _protector.Protect(s_text);
        for (int at = 0; at < hidden.Length; at++)
        {
            byte[] damaged = [.. hidden];
            damaged[at] ^= 0x20;
            Assert.True(_protector.Unprotect(damaged) is null, $"byte {at}");
        }
    }

    [Fact]
    public void A_text_that_was_cut_off_is_not_opened()
    {
        byte[] hidden = _protector.Protect(s_text);
        for (int length = 0; length < hidden.Length; length++)
            Assert.True(_protector.Unprotect(hidden[..length]) is null, $"{length} bytes");
        Assert.Null(_protector.Unprotect([.. hidden, .. new byte[16]]));
    }

    [Fact]
    public void Without_a_key_nothing_is_protected()
    {
        var protector = new OwnKeyProtector(() => new OwnKeys(null, PrivateKey.Generate(1024)));
        Assert.Throws<IOException>(() => protector.Protect(s_text));
        Assert.Null(protector.Unprotect(_protector.Protect(s_text)));
    }

    [Fact]
    public void The_keys_of_a_folder_are_made_once_and_found_again()
    {
        using var folder = new TemporaryFolder();
        byte[] hidden = OwnKeyProtector.ForFolder(folder["keys"]).Protect(s_text);
        Assert.Equal(s_text, OwnKeyProtector.ForFolder(folder["keys"]).Unprotect(hidden));
        Assert.Null(OwnKeyProtector.ForFolder(folder["others"]).Unprotect(hidden));
    }

    [Fact]
    public void A_store_with_another_key_says_that_a_sealed_text_is_unreadable()
    {
        using var history = new HistoryFixture();
        using (var store = new HistoryStore(history.Folder, _protector, history.Outcome))
            history.Append(store, HistoryFixture.Message("the secret", flags: 0x300));
        Assert.DoesNotContain("the secret", history.AllBytes, StringComparison.Ordinal);
        var other = new OwnKeyProtector(() => new OwnKeys(PrivateKey.Generate(2048), null));
        using (var store = new HistoryStore(history.Folder, other, new StoreOutcome()))
            Assert.Equal((null, true), store.ClaimAbandoned().Select(each => (each.Text, each.IsUnreadable)).Single());
        using (var store = new HistoryStore(history.Folder, _protector, new StoreOutcome()))
            Assert.Equal(("the secret", false), store.ClaimAbandoned().Select(each => (each.Text, each.IsUnreadable)).Single());
    }
}
