using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Node.Master;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Storage.Log;
using IpMsg.Node.Subscriptions;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <summary>Carries out what a member reports: disk, keys, encryption, decryption, and those who wait for something.</summary>
internal sealed class NodeEventHandler : IDisposable
{
    private readonly MemberDriver _driver;
    private readonly MemberSettings _settings;
    private readonly SubscriptionTable _subscriptionTable;
    private readonly FileServer _server;
    private readonly MessageLog? _log;
    private readonly DecryptionQueue _decryptionQueue;
    private readonly NodeProblems _problems;
    private readonly SeenMessageStore? _seenMessages;
    private readonly DictionarySender _dictionaries;

    /// <exception cref="IpMsgException">The log cannot be written.</exception>
    internal NodeEventHandler(MemberDriver driver, NodeServices services, SubscriptionTable subscriptionTable, FileServer server)
    {
        _driver = driver;
        _settings = services.Settings;
        _problems = services.Problems;
        _seenMessages = services.SeenMessages;
        _dictionaries = new DictionarySender(services.Options.Address);
        _subscriptionTable = subscriptionTable;
        _server = server;
        _decryptionQueue = new DecryptionQueue(Decrypt);
        Keys = services.KnownKeyStore is { } store ? new KnownKeyWriter(store, OnOverruled) : null;
        _log = services.OpenLog(OnLogged, OnLogFailed);
        if (services.Options.History is not { UsesStore: true } options)
            return;
        try
        {
            History = new NodeHistory(driver, services, options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Keeps what is learnt of keys; null without encryption.</summary>
    internal KnownKeyWriter? Keys { get; }

    /// <summary>Stores messages; null when they are in memory by choice.</summary>
    internal NodeHistory? History { get; }

    /// <summary>Set once both farewells are out.</summary>
    internal ManualResetEventSlim ExitSignal { get; } = new();

    internal void Handle(MemberEvent raised)
    {
        switch (raised)
        {
            case MessageArrived arrived:
                _subscriptionTable.Messages.Publish(arrived);
                break;
            case PersistRequested { Message: var message }:
                Persist(message);
                break;
            case DeliveryChanged changed:
                changed.Observer?.OnNext(changed);
                History?.Sent.Update(changed);
                _subscriptionTable.Deliveries.Publish(changed);
                break;
            case MemberSeen or MemberGone:
                _subscriptionTable.Members.Publish(raised);
                break;
            case OfferChanged changed:
                _server.OfferChanged(changed.Offer);
                History?.Sent.Update(changed);
                _subscriptionTable.Offers.Publish(changed);
                break;
            case EncryptionRequested { Job: var job }:
                ThreadPool.QueueUserWorkItem(_ => _driver.Guard(() => Encrypt(job)));
                break;
            case SignatureRequested { Job: var job }:
                ThreadPool.QueueUserWorkItem(_ => _driver.Guard(() => Sign(job)));
                break;
            case DictionarySendRequested { Send: var send }:
                _ = SendAsync(send);
                break;
            case DecryptionRequested { Arrival: var arrival }:
                EnqueueDecryption(arrival);
                break;
            case InfoRequestEnded ended:
                ended.Request.Observer?.OnNext(ended);
                break;
            case HostListRequestEnded ended:
                ended.Request.Observer?.OnNext(ended);
                break;
            case KeyRequestEnded ended:
                ended.Request.Observer?.OnNext(ended);
                break;
            case MessageRemembered { Seen: var seen }:
                _seenMessages?.Keep(seen);
                break;
            case KeyKept { Key: var key }:
                Keys?.Keep(key);
                break;
            case KeyForgotten { Key: var key }:
                Keys?.Forget(key);
                break;
            case ExitSent:
                ExitSignal.Set();
                break;
        }
    }

    /// <summary>Decrypts nothing more.</summary>
    internal void StopDecrypting() => _decryptionQueue.Close();

    /// <summary>Waits for the log and the keys.</summary>
    public void Dispose()
    {
        History?.Dispose();
        _log?.Dispose();
        Keys?.Dispose();
        _seenMessages?.Dispose();
    }

    // With a store, the log is a copy for others, and messages are confirmed also when it cannot be written.
    private void Persist(IncomingMessage message)
    {
        bool isStored = History?.TryAdd(message) == true;
        if (_log is not null && !_log.Append(message))
            OnLogFailed([message], new IOException("The log cannot keep up."));
        else if (_log is null && !isStored)
            Complete([message], isWritten: true);
    }

    private void OnLogged(IReadOnlyList<IncomingMessage> messages)
    {
        _problems.Report(NodePart.Log, this, null);
        Complete(messages, isWritten: true);
    }

    private void OnLogFailed(IReadOnlyList<IncomingMessage> messages, Exception reason)
    {
        _problems.Report(NodePart.Log, this, reason);
        Complete(messages, isWritten: false);
    }

    // The store completes the messages that it has.
    private void Complete(IReadOnlyList<IncomingMessage> messages, bool isWritten)
    {
        using var access = _driver.Resume();
        foreach (var message in messages)
        {
            if (NodeHistory.Has(message))
                continue;
            if (isWritten)
                access.Machine.Persisted(NodeClock.Now, message);
            else
                access.Machine.PersistFailed(NodeClock.Now, message);
        }
    }

    private void OnOverruled(KnownKey former, KnownKey? now)
    {
        using var access = _driver.EnterAnyState();
        access.Machine.OverruleKey(former, now);
    }

    // Encrypting and decrypting take milliseconds, and so neither the gate nor the receive loop.
    private void Encrypt(EncryptionJob job)
    {
        byte[] sessionKey = new byte[job.Suite.SessionKeyLength];
        using (var random = RandomNumberGenerator.Create())
            random.GetBytes(sessionKey);
        var envelope = job.Encrypt(_settings.Keys!, sessionKey);
        Array.Clear(sessionKey, 0, sessionKey.Length);
        using var access = _driver.Resume();
        if (access.IsAlive)
            access.Machine.CompleteEncryption(NodeClock.Now, job, envelope);
    }

    private void Sign(SignatureJob job)
    {
        byte[]? signature = job.Run(_settings.Keys!);
        using var access = _driver.Resume();
        if (access.IsAlive)
            access.Machine.CompleteSignature(NodeClock.Now, job, signature);
    }

    private async Task SendAsync(DictionarySend send)
    {
        bool isAccepted = await _dictionaries.SendAsync(send).ConfigureAwait(false);
        _driver.Guard(() =>
        {
            using var access = _driver.Resume();
            if (access.IsAlive)
                access.Machine.CompleteSend(NodeClock.Now, send, isAccepted);
        });
    }

    private void EnqueueDecryption(EncryptedArrival arrival)
    {
        if (_decryptionQueue.Add(arrival) is not { } dropped)
            return;
        using var access = _driver.Resume();
        if (access.IsAlive)
            access.Machine.DropEncrypted(NodeClock.Now, dropped);
    }

    private void Decrypt(EncryptedArrival arrival) => _driver.Guard(() =>
    {
        var decrypted = arrival.Decrypt(_settings.Keys!, _settings.AllowsWeakCiphers);
        LoadSeen();
        using var access = _driver.Resume();
        if (access.IsAlive)
            access.Machine.CompleteDecryption(NodeClock.Now, arrival, decrypted);
    });

    // Another session of the user may have shown the message (R116). No thread goes on before the machine has what another one has read.
    private void LoadSeen()
    {
        if (_seenMessages is null)
            return;
        lock (_seenMessages)
        {
            var seen = _seenMessages.Changes();
            if (seen.Count == 0)
                return;
            using var access = _driver.EnterAnyState();
            access.Machine.LoadSeen(seen);
        }
    }
}
