using System;
using System.Collections.Generic;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node;

/// <summary>The public keys of other members, shared by all processes of the user. Thread-safe.</summary>
public sealed class NodeKeys
{
    private readonly MemberDriver _driver;
    private readonly KnownKeyWriter? _writer;
    private readonly NodeServices _services;

    internal NodeKeys(MemberDriver driver, KnownKeyWriter? writer, NodeServices services)
    {
        _driver = driver;
        _writer = writer;
        _services = services;
    }

    /// <summary>
    /// The error that keeps keys, or the memory of shown messages (R116), from being saved, so that they are lost when the process ends;
    /// null without one.
    /// </summary>
    public Exception? Failure => _services.OwnKeyProblem ?? _writer?.Failure ?? _services.SeenMessages?.Failure;

    /// <summary>All known keys.</summary>
    public IReadOnlyList<KnownKey> GetAll()
    {
        using var access = _driver.EnterAnyState();
        return [.. access.Machine.KnownKeys];
    }

    /// <summary>The key of a member; null when it is unknown. A fingerprint in the user name is ignored.</summary>
    public KnownKey? Find(string user, string host)
    {
        using var access = _driver.EnterAnyState();
        return access.Machine.KnownKeyOf(user, host);
    }

    /// <summary>
    /// Requests the public key of a member (R57). The observer of the request receives the answer. A node without own keys sends no
    /// request.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Ask(KeyRequest request)
    {
        using var access = _driver.Enter();
        access.Machine.Ask(NodeClock.Now, request);
    }

    /// <summary>Pins a key that the user imports, which counts as verified. False when the member's key is known already.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public bool Pin(KnownKey key)
    {
        using var access = _driver.Enter();
        return access.Machine.PinKey(NodeClock.Now, key);
    }

    /// <summary>
    /// Marks a key that the user has compared with that of its owner. When two keys were received under the names (R72), the compared one
    /// is pinned anew and the other one is dropped. Returns the pinned key; null when the compared key is neither of them, or when another
    /// key is pinned by now.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public KnownKey? Verify(KnownKey pin, PublicKey compared)
    {
        using var access = _driver.Enter();
        return access.Machine.VerifyKey(NodeClock.Now, pin, compared);
    }

    /// <summary>Removes the key of a member; its next key is pinned as the first one (R72). False when no key is known.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public bool Forget(string user, string host)
    {
        using var access = _driver.Enter();
        return access.Machine.ForgetKey(NodeClock.Now, user, host);
    }

    /// <summary>Loads the changes that other processes of the user have made to the known keys.</summary>
    public void Refresh()
    {
        if (_writer is null)
            return;
        var (added, removed) = _writer.Changes();
        if (added.Count == 0 && removed.Count == 0)
            return;
        using var access = _driver.EnterAnyState();
        foreach (var key in removed)
            access.Machine.OverruleKey(key, null);
        access.Machine.LoadKeys(added);
    }

    /// <summary>Waits until the known keys are on the disk. Returns the error that prevents this, or null.</summary>
    public Exception? WaitForWrites()
    {
        _writer?.Wait();
        return _writer?.Failure;
    }
}
