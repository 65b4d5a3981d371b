using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>The properties of a received message, collected while its line is read.</summary>
internal ref struct ReceivedFields
{
    private HistoryId _id;
    private DateTimeOffset _at;
    private MessageDigest? _digest, _replay;
    private HistoryPeer? _from;
    private long _order;
    private uint? _after;
    private string? _session, _number, _signature, _names, _text, _localAddress;
    private uint _flags, _suite;
    private bool _isConfirmed, _isTransient;
    private HistoryName _to;
    private IReadOnlyList<HistoryName>? _recipients;
    private IReadOnlyList<StoredAttachment>? _attachments;
    private byte[]? _sealed;
    private StoredProof? _proof;

    internal void Read(ReadOnlySpan<byte> name, ref JsonLineReader json)
    {
        if (name.SequenceEqual("id"u8))
            _ = HistoryId.TryParse(json.Bytes(), out _id);
        else if (name.SequenceEqual("at"u8))
            _at = json.Time() ?? default;
        else if (name.SequenceEqual("session"u8))
            _session = json.String();
        else if (name.SequenceEqual("digest"u8))
            _digest = ReceivedLine.ParseDigest(json.Bytes());
        else if (name.SequenceEqual("replay"u8))
            _replay = ReceivedLine.ParseDigest(json.Bytes());
        else if (name.SequenceEqual("from"u8))
            _from = PeerJson.Read(ref json);
        else if (name.SequenceEqual("number"u8))
            _number = json.String();
        else if (name.SequenceEqual("order"u8))
            _order = json.Number();
        else if (name.SequenceEqual("after"u8))
            _after = unchecked((uint)json.Number());
        else if (name.SequenceEqual("flags"u8))
            _flags = unchecked((uint)json.Number());
        else if (name.SequenceEqual("confirmed"u8))
            _isConfirmed = json.Flag();
        else
            ReadRest(name, ref json);
    }

    internal readonly ReceivedMessage? ToMessage() => _from is null || !_id.IsSet ? null : new ReceivedMessage
    {
        Id = _id,
        At = _at,
        Session = _session ?? "",
        Order = _order,
        After = _after,
        Digest = _digest ?? default,
        ReplayDigest = _replay,
        From = _from,
        NumberText = _number ?? "",
        Flags = _flags,
        IsConfirmed = _isConfirmed,
        Suite = _suite,
        Signature = _signature,
        NameEncoding = _names,
        To = _to,
        LocalAddress = _localAddress,
        KeepsHistory = !_isTransient,
        Recipients = _recipients ?? [],
        Text = _text,
        Attachments = _attachments ?? [],
        SealedBody = _sealed,
        Proof = _proof,
    };

    private void ReadRest(ReadOnlySpan<byte> name, ref JsonLineReader json)
    {
        if (name.SequenceEqual("suite"u8))
            _suite = unchecked((uint)json.Number());
        else if (name.SequenceEqual("signature"u8))
            _signature = json.String();
        else if (name.SequenceEqual("names"u8))
            _names = json.String();
        else if (name.SequenceEqual("to"u8))
            ReadTo(ref json);
        else if (name.SequenceEqual("transient"u8))
            _isTransient = json.Flag();
        else if (name.SequenceEqual("recipients"u8))
            _recipients = PeerJson.ReadNames(ref json);
        else if (name.SequenceEqual("sealed"u8))
            _sealed = JsonBytes.Read(json.String());
        else if (name.SequenceEqual("body"u8))
            BodyJson.Read(ref json, out _text, out _attachments, out _proof);
        else
            json.SkipValue();
    }

    private void ReadTo(ref JsonLineReader json)
    {
        var to = PeerJson.Read(ref json);
        _to = new HistoryName(to.User, to.Host);
        _localAddress = to.Address.Length == 0 ? null : to.Address;
    }
}
