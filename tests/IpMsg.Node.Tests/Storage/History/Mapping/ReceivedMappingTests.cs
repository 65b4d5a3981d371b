using System;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History.Mapping;

/// <summary>Received messages that come back from the disk in another session.</summary>
public sealed class ReceivedMappingTests : IDisposable
{
    private static readonly HistoryOwner s_owner = new("alice-<1>", "ALICE-PC", "10.1.2.3");
    private static readonly MessageDigest s_digest = new(ulong.MaxValue, 1), s_replay = new(2, 3);

    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    private ReceivedMessage Keep(IncomingMessage message, HistoryOwner? owner = null)
    {
        using (var store = _history.Open())
            _history.Append(store, ReceivedMapping.ToRecord(message, owner ?? s_owner, s_digest, s_replay));
        using var next = _history.Open();
        return Assert.Single(next.ClaimAbandoned());
    }

    [Theory]
    [InlineData(KeptMessages.AllFlags)]
    [InlineData(KeptMessages.AllFlags & ~MessageFlags.Sealed | MessageFlags.Utf8)]
    [InlineData(KeptMessages.AllFlags & ~(MessageFlags.Sealed | MessageFlags.ReadCheck) | MessageFlags.NoLog)]
    [InlineData(KeptMessages.AllFlags | MessageFlags.NoLog)]
    public void Every_field_of_a_message_comes_back(MessageFlags flags)
    {
        var message = KeptMessages.Full(flags);
        var record = Keep(message);
        var back = ReceivedMapping.ToMessage(record, KeptMessages.Codec);
        Assert.Equal(KeptMessages.Values(message), KeptMessages.Values(back));
        Assert.Equal(("alice-<1>", "ALICE-PC", "10.1.2.3"), (record.To.User, record.To.Host, record.LocalAddress));
        Assert.Equal((s_digest, s_replay), (record.Digest, record.ReplayDigest));
    }

    [Fact]
    public void Every_property_of_the_message_has_a_value_of_its_own()
    {
        var values = KeptMessages.Values(KeptMessages.Full()).ToDictionary(each => each.Split('=')[0], each => each.Split('=', 2)[1]);
        Assert.DoesNotContain(values, each => each.Value is "null" or "" or "[]" or "0");
        Assert.Equal(("False", "False"), (values["IsOpened"], values["IsDiscarded"]));
    }

    [Fact]
    public void A_message_with_nothing_in_it_comes_back()
    {
        var from = new IPEndPoint(IPAddress.Parse("10.1.2.4"), 2425);
        var message = new IncomingMessage(from, "u", "h", "5", 5, MessageFlags.None) { ReceivedAt = DateTimeOffset.UtcNow };
        Assert.Equal(KeptMessages.Values(message), KeptMessages.Values(ReceivedMapping.ToMessage(Keep(message), KeptMessages.Codec)));
    }

    [Fact]
    public void The_record_remembers_its_message()
    {
        var message = KeptMessages.Full();
        Assert.Same(message, ReceivedMapping.ToRecord(message, s_owner, s_digest, null).Tag);
    }

    [Fact]
    public void A_sealed_message_that_was_opened_comes_back_open()
    {
        var record = Keep(KeptMessages.Full());
        Assert.False(ReceivedMapping.ToMessage(record, KeptMessages.Codec).IsOpened);
        Assert.True(ReceivedMapping.ToMessage(record, KeptMessages.Codec, isOpened: true).IsOpened);
    }

    [Theory]
    [InlineData(MessageFlags.SendCheck, true)]
    [InlineData(MessageFlags.SendCheck | MessageFlags.Broadcast, false)]
    [InlineData(MessageFlags.SendCheck | MessageFlags.AutoReturn, false)]
    [InlineData(MessageFlags.None, false)]
    public void The_record_says_whether_the_sender_is_told(MessageFlags flags, bool isConfirmed) =>
        Assert.Equal(isConfirmed, ReceivedMapping.ToRecord(KeptMessages.Full(flags), s_owner, s_digest, null).IsConfirmed);

    [Fact]
    public void File_names_of_a_client_with_a_code_page_are_read_as_before()
    {
        var names = ReceivedMapping.ToMessage(Keep(KeptMessages.Full()), KeptMessages.Codec).Names!;
        byte[] gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!.GetBytes("文件");
        Assert.Equal("文件", names.Read(gbk));
        Assert.NotEqual("文件", NameEncodingText.Read(null, MessageFlags.Attachments, KeptMessages.Codec).Read(gbk));
    }

    [Fact]
    public void Words_of_a_newer_module_count_as_unknown()
    {
        var names = NameEncodingText.Read("Telepathic 99", MessageFlags.Utf8, KeptMessages.Codec);
        Assert.Equal((true, ObservedEncoding.Unknown, ClientDialect.Standard), (names.IsUtf8, names.Observed, names.Dialect));
        Assert.Equal(SignatureStatus.None, ReceivedMapping.SignatureOf("Notarised"));
        Assert.Null(NameEncodingText.Of(new NameDecoder(KeptMessages.Codec, true)));
    }

    [Theory]
    [InlineData(KeptMessages.AllFlags, true)]
    [InlineData(KeptMessages.AllFlags & ~MessageFlags.Sealed, true)]
    [InlineData(KeptMessages.AllFlags & ~MessageFlags.Sealed, false)]
    public void A_signature_is_checked_with_a_key_that_comes_after_the_restart(MessageFlags flags, bool isEncrypted)
    {
        var key = PrivateKey.Generate(2048);
        using var rsa = PlatformRsa.Create();
        rsa.ImportParameters(key.Export());
        byte[] plaintext = Encoding.UTF8.GetBytes("会議\0list\0");
        var suite = isEncrypted ? KeptMessages.Envelope(SignatureStatus.None).Suite : CipherSuite.SignedOnly;
        byte[] signature = rsa.SignData(plaintext, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var pending = DecryptedEnvelope.OfKept(suite, SignatureStatus.UnknownKey, plaintext, signature);
        var back = ReceivedMapping.ToMessage(Keep(KeptMessages.Full(flags, envelope: pending)), KeptMessages.Codec);
        Assert.Equal((SignatureStatus.UnknownKey, isEncrypted), (back.Envelope!.Signature, back.IsEncrypted));
        Assert.Equal(SignatureStatus.Valid, back.Envelope.Check(key.Public));
        Assert.Equal(SignatureStatus.Invalid, back.Envelope.Check(PrivateKey.Generate(2048).Public));
    }

    [Fact]
    public void The_history_has_what_was_noted_later()
    {
        var message = KeptMessages.Full();
        using (var store = _history.Open())
        {
            var record = ReceivedMapping.ToRecord(message, s_owner, s_digest, null);
            _history.Append(store, record);
            store.Take([record]);
            Assert.True(store.TryUpdate(record, ReceivedMapping.OpenedUpdate(message, DateTimeOffset.UtcNow)));
            Assert.True(store.TryUpdate(record, ReceivedMapping.SavedUpdate(2, "/home/alice/folder", DateTimeOffset.UnixEpoch)));
            Assert.True(store.TryUpdate(record, ReceivedMapping.CheckedUpdate(SignatureStatus.Invalid, DateTimeOffset.UtcNow)));
        }
        var entry = Assert.Single(_history.Query());
        Assert.Equal((message.Text, "Invalid"), (entry.Message.Text, entry.Signature));
        Assert.Equal(("/home/alice/folder", DateTimeOffset.UnixEpoch), (entry.SavedAs(2)!.Path, entry.SavedAs(2)!.At));
        Assert.Null(entry.SavedAs(3));
        Assert.Equal(
            message.Attachments.SelectMany(KeptMessages.Values),
            AttachmentMapping.ToAttachments(entry.Message.Attachments).SelectMany(KeptMessages.Values));
    }

    [Fact]
    public void Of_a_NOLOGOPT_message_no_text_and_no_file_is_in_the_history_not_even_while_it_waits()
    {
        var message = KeptMessages.Full(KeptMessages.AllFlags & ~MessageFlags.Sealed | MessageFlags.NoLog, "between us");
        using var store = _history.Open();
        var record = ReceivedMapping.ToRecord(message, s_owner, s_digest, null);
        _history.Append(store, record);
        AssertHidden();
        store.Take([record]);
        Assert.True(store.TryUpdate(record, ReceivedMapping.SavedUpdate(2, "/home/alice/between us", DateTimeOffset.UnixEpoch)));
        store.Dispose();
        AssertHidden();
        Assert.DoesNotContain("between us", _history.AllBytes, StringComparison.Ordinal);

        void AssertHidden()
        {
            var entry = Assert.Single(_history.Query());
            Assert.Equal((null, 0), (entry.Message.Text, entry.Message.Attachments.Count));
            Assert.Empty(_history.Query(new() { Text = "between us" }));
        }
    }
}
