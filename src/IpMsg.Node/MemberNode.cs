using System;
using System.Net;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members;

namespace IpMsg.Node;

/// <summary>
/// A member with sockets, disk and time: feeds a <see cref="MemberMachine"/> under one gate and carries out what it decides. Safe for any
/// number of threads. It decides nothing itself.
/// </summary>
public sealed class MemberNode : IDisposable
{
    private static readonly TimeSpan s_maxExitTime = TimeSpan.FromSeconds(2);

    // The farewell, the threads of the sockets, and a log whose disk hangs.
    private static readonly TimeSpan s_maxStopTime = TimeSpan.FromSeconds(20);

    private readonly NodeServices _services;
    private readonly MemberDriver _driver;
    private readonly NodeEventHandler _events;
    private readonly SubscriptionTable _subscriptions = new();
    private readonly FileServer _server;
    private readonly ManualResetEventSlim _stopped = new();

    private MemberNode(NodeServices services)
    {
        _services = services;
        var machine = new MemberMachine(services.Settings, services.Numbers, services.Random)
        {
            AcceptsMessages = services.Options.AcceptsMessages,
            // Readers take messages out of the inbox itself; only a subscription needs to be told of each.
            ReportsMessages = false,
        };
        machine.LoadKeys(services.KnownKeys);
        _driver = new MemberDriver(machine, services.Transport, services.Filter, OnEvent, OnFault);
        var uploads = new NodeUploads(_driver, services.Settings);
        _server = new FileServer(uploads.Begin, uploads.End, services.UploadLimits);
        _events = new NodeEventHandler(_driver, services, _subscriptions, _server);
        Members = new NodeMembers(_driver, _subscriptions);
        Inbox = new NodeInbox(_driver, _subscriptions, _events.History);
        Outbox = new NodeOutbox(_driver, _subscriptions, _events.History);
        Offers = new NodeOffers(_driver, _subscriptions);
        Keys = new NodeKeys(_driver, _events.Keys, services.OwnKeyProblem);
    }

    /// <summary>Binds the sockets, begins to receive and, unless the options say otherwise, enters the network.</summary>
    /// <exception cref="IpMsgException">The port is taken, the address is not ours, or an option cannot be used.</exception>
    public static MemberNode Start(NodeOptions options) => Start(NodeServices.Open(options));

    internal static MemberNode Start(NodeServices services)
    {
        MemberNode node;
        try
        {
            node = new MemberNode(services);
        }
        catch
        {
            services.Close();
            services.Numbers.Dispose();
            throw;
        }
        try
        {
            node.RefreshNetworks();
            if (services.Options.AcceptsMessages)
                node._events.History?.ClaimAbandoned();
            services.OpenTransports(node._driver.OnDatagram, node._server.ServeAsync, node.OnFault);
        }
        catch
        {
            node.Stop();
            throw;
        }
        if (!services.Options.IsSilent)
            node.Members.Announce();
        return node;
    }

    /// <summary>Who is on the network, and what others see of us.</summary>
    public NodeMembers Members { get; }

    /// <summary>Messages that have arrived.</summary>
    public NodeInbox Inbox { get; }

    /// <summary>Messages to others.</summary>
    public NodeOutbox Outbox { get; }

    /// <summary>What is offered to others.</summary>
    public NodeOffers Offers { get; }

    /// <summary>The public keys of others.</summary>
    public NodeKeys Keys { get; }

    /// <summary>How it was started.</summary>
    public NodeOptions Options => _services.Options;

    /// <summary>Names and text settings.</summary>
    public MemberSettings Settings => _services.Settings;

    /// <summary>The listening address and port.</summary>
    public IPEndPoint LocalEndPoint => _services.Transport.LocalEndPoint;

    /// <summary>The port at which other members are reached unless something else is known.</summary>
    public int StandardPort => _services.StandardPort;

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Where messages are logged; null when they are not.</summary>
    public string? LogPath => _services.Options.LogPath;

    /// <summary>The folder in which messages are stored; null when they are in memory only.</summary>
    public string? StorePath => _events.History?.Folder;

    /// <summary>The last trouble with the message log; null when there was none.</summary>
    public Exception? LogFailure => Problems.Find(NodePart.Log)?.Reason;

    /// <summary>What does not work at present.</summary>
    public NodeProblems Problems => _services.Problems;

    /// <summary>True when packet numbers could not be shared with other processes of the user.</summary>
    public bool HasPrivateNumbers => !_services.Numbers.IsShared;

    /// <summary>The time as the machine reckons it.</summary>
    public static Moment Now => NodeClock.Now;

    /// <summary>How it stands.</summary>
    public NodeState State => _driver.State;

    /// <summary>Why it failed; null while it has not.</summary>
    public IpMsgException? Failure => _driver.Failure;

    /// <summary>Why nothing more comes in; null while something may, until the port has been freed.</summary>
    public IpMsgException? Ending => _driver.Ending;

    /// <summary>What has happened so far, as it is now.</summary>
    public MemberCounters Counters
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.Counters.Copy();
        }
    }

    /// <summary>True while somebody waits for something.</summary>
    internal bool HasSubscribers => _subscriptions.IsAny || _driver.HasReaders;

    /// <summary>How many datagrams and events wait to be carried out.</summary>
    internal int PendingOutputs
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.Outputs.Count;
        }
    }

    /// <summary>Takes a datagram as if it had come from the network.</summary>
    internal void Receive(byte[] datagram, IPEndPoint from) => _driver.OnDatagram(datagram, datagram.Length, from);

    /// <summary>Looks again which networks this machine is on.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void RefreshNetworks()
    {
        var (targets, networks) = _services.FindNetworks();
        using var access = _driver.Enter();
        access.Machine.SetNetworks(targets, networks, LocalEndPoint.Port);
    }

    /// <summary>A subscription that gets only what it is the observer of. It fails when the node ends.</summary>
    public Subscription<T> Subscribe<T>(int capacity = 1_024) => _subscriptions.Open<T>(capacity);

    /// <summary>
    /// Says farewell twice, 100 ms apart, and frees the port (R29). The port is free on return, also for the second of two callers.
    /// </summary>
    public void Stop()
    {
        if (_driver.Leave() is not { } saysFarewell)
        {
            _stopped.Wait(s_maxStopTime);
            return;
        }
        _events.StopDecrypting();
        if (saysFarewell)
            _events.ExitSignal.Wait(s_maxExitTime);
        _services.Close();
        _events.Dispose();
        _driver.End();
        // The machine has left, so whatever still reaches it, nobody draws a number any more.
        _services.Numbers.Dispose();
        _subscriptions.FailAll(new IpMsgException(IpMsgErrorId.ListenerStopped, "The listener was stopped.", LocalEndPoint));
        _stopped.Set();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void OnEvent(MemberEvent raised) => _events.Handle(raised);

    // Whatever waits for this node would wait for ever, so all are told.
    private void OnFault(Exception reason)
    {
        if (_driver.Fail(reason) is { } failure)
            _subscriptions.FailAll(failure);
    }

}
