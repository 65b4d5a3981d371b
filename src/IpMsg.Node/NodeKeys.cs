using System;
using System.Collections.Generic;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node;

/// <summary>The public keys of others, which all processes of the user share. Safe for any thread.</summary>
public sealed class NodeKeys
{
    private readonly MemberDriver _driver;
    private readonly KnownKeyWriter? _writer;
    private readonly Exception? _ownKeyProblem;

    internal NodeKeys(MemberDriver driver, KnownKeyWriter? writer, Exception? ownKeyProblem)
    {
        _driver = driver;
        _writer = writer;
        _ownKeyProblem = ownKeyProblem;
    }

    /// <summary>Why keys cannot be kept and are forgotten when the process ends; null while they can.</summary>
    public Exception? Failure => _ownKeyProblem ?? _writer?.Failure;

    /// <summary>All that are known.</summary>
    public IReadOnlyList<KnownKey> GetAll()
    {
        using var access = _driver.EnterAnyState();
        return [.. access.Machine.KnownKeys];
    }

    /// <summary>The key of a member, whatever fingerprint its name has; null when none is known.</summary>
    public KnownKey? Find(string user, string host)
    {
        using var access = _driver.EnterAnyState();
        return access.Machine.KnownKeyOf(user, host);
    }

    /// <summary>
    /// Asks for somebody's public key (R57). The question's observer is told of the answer. Without keys of our own nobody is asked.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Ask(KeyRequest request)
    {
        using var access = _driver.Enter();
        access.Machine.Ask(NodeClock.Now, request);
    }

    /// <summary>Pins a key that the user brings. False when one is known already.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public bool Pin(KnownKey key)
    {
        using var access = _driver.Enter();
        return access.Machine.PinKey(NodeClock.Now, key);
    }

    /// <summary>Forgets the key of a member, so that its next one is taken as the first (R72). False when none was known.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public bool Forget(string user, string host)
    {
        using var access = _driver.Enter();
        return access.Machine.ForgetKey(NodeClock.Now, user, host);
    }

    /// <summary>Takes in what other processes of the user have learnt of keys and decided about them.</summary>
    public void Refresh()
    {
        if (_writer is null)
            return;
        var (learnt, forgotten) = _writer.Changes();
        if (learnt.Count == 0 && forgotten.Count == 0)
            return;
        using var access = _driver.EnterAnyState();
        foreach (var key in forgotten)
            access.Machine.OverruleKey(key, null);
        access.Machine.LoadKeys(learnt);
    }

    /// <summary>Waits until what is known of others' keys is on the disk; why it is not there, or null.</summary>
    public Exception? WaitForWrites()
    {
        _writer?.Wait();
        return _writer?.Failure;
    }
}
