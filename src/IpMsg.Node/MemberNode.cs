using System;
using System.Net;
using System.Threading;
using IpMsg.Node.Contacts;
using IpMsg.Node.Interop;
using IpMsg.Node.Master;
using IpMsg.Node.Networks;
using IpMsg.Node.Queueing;
using IpMsg.Node.Subscriptions;
using IpMsg.Node.Transport;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members;

namespace IpMsg.Node;

/// <summary>
/// A member of the network with sockets, files and timers: it calls a <see cref="MemberMachine"/> under one lock and carries out its
/// outputs. All members are thread-safe.
/// </summary>
public sealed class MemberNode : IDisposable
{
    private static readonly TimeSpan s_maxExitTime = TimeSpan.FromSeconds(2);

    // Includes the two BR_EXIT, the end of the socket threads, and a message log on a slow disk.
    private static readonly TimeSpan s_maxStopTime = TimeSpan.FromSeconds(20);

    private readonly NodeServices _services;
    private readonly MemberDriver _driver;
    private readonly NodeEventHandler _events;
    private readonly SubscriptionTable _subscriptions = new();
    private readonly FileServer _server;
    private readonly NodeNetworks _networks;
    private readonly ManualResetEventSlim _stopped = new();
    private NodeFiles? _files;

    private MemberNode(NodeServices services)
    {
        _services = services;
        var machine = new MemberMachine(services.Settings, services.Numbers, services.Random)
        {
            AcceptsMessages = services.Options.AcceptsMessages,
            // Readers take messages from the inbox. The machine reports them only while there is a subscription.
            ReportsMessages = false,
        };
        machine.LoadKeys(services.KnownKeys);
        machine.LoadSeen(services.SeenMessages?.Changes() ?? []);
        _driver = new MemberDriver(machine, services.Transport, services.Filter, OnEvent, OnFault);
        var uploads = new NodeUploads(_driver, services.Settings);
        _server = new FileServer(uploads.BeginAsync, uploads.End, services.UploadLimits) { OnDictionary = uploads.Receive };
        _events = new NodeEventHandler(_driver, services, _subscriptions, _server);
        _networks = new NodeNetworks(_driver, services);
        Members = new NodeMembers(_driver, _subscriptions);
        Inbox = new NodeInbox(_driver, _subscriptions, _events.History);
        Outbox = new NodeOutbox(_driver, _subscriptions, _events.History);
        Offers = new NodeOffers(_driver, _subscriptions);
        Keys = new NodeKeys(_driver, _events.Keys, services);
        Master = new NodeMaster(_driver);
        Contacts = new NodeContacts(_driver, Members, Keys, services);
        Queue = NodeQueue.TryOpen(_driver, services, new QueuePlaces(Members, Keys, Contacts), Keys, _events.History);
    }

    /// <summary>Binds the sockets, starts to receive, and enters the network unless <see cref="NodeOptions.IsSilent"/>.</summary>
    /// <exception cref="IpMsgException">The port is in use, the address is not of this machine, or an option is not valid.</exception>
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
                node._events.History?.Accept();
            services.OpenTransports(node._driver, node._server.ServeAsync, node.OnFault);
            node._networks.Watch();
            node._files = new NodeFiles(node._driver, services, node.StorePath);
        }
        catch
        {
            node.Stop();
            throw;
        }
        node.Contacts.Open();
        if (!services.Options.IsSilent)
            node.Members.Announce();
        if (services.Options.AcceptsMessages)
            node.Queue?.Open();
        return node;
    }

    /// <summary>The members of the network, and the presence of this one.</summary>
    public NodeMembers Members { get; }

    /// <summary>Received messages.</summary>
    public NodeInbox Inbox { get; }

    /// <summary>Sent messages.</summary>
    public NodeOutbox Outbox { get; }

    /// <summary>Files and folders offered to recipients.</summary>
    public NodeOffers Offers { get; }

    /// <summary>The public keys of other members.</summary>
    public NodeKeys Keys { get; }

    /// <summary>Its member master, or the node as master.</summary>
    internal NodeMaster Master { get; }

    /// <summary>The user's contacts.</summary>
    internal NodeContacts Contacts { get; }

    /// <summary>The messages that wait for members that are away; null without a queue.</summary>
    internal NodeQueue? Queue { get; }

    /// <summary>The options of the node.</summary>
    public NodeOptions Options => _services.Options;

    /// <summary>The settings of the member.</summary>
    public MemberSettings Settings => _services.Settings;

    /// <summary>The listening address and port.</summary>
    public IPEndPoint LocalEndPoint => _services.Transport.LocalEndPoint;

    /// <summary>The port that the user gave, at which others may be as well as at 2425 (R114); 2425 when the system chose one.</summary>
    public int StandardPort => _services.StandardPort;

    /// <summary>The start time.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>The file or folder of the message log; null without a log.</summary>
    public string? LogPath => _services.Options.LogPath;

    /// <summary>The folder of the message store; null when messages are kept in memory.</summary>
    public string? StorePath => _events.History?.Folder;

    /// <summary>
    /// The error that keeps messages from being stored; null while they are stored, and when they are in memory by choice.
    /// </summary>
    public Exception? StoreFailure => Problems.Find(NodePart.Store)?.Reason ?? _events.History?.Failure;

    /// <summary>The error that keeps the message log from working; null while it works.</summary>
    public Exception? LogFailure => Problems.Find(NodePart.Log)?.Reason;

    /// <summary>The parts that do not work now.</summary>
    public NodeProblems Problems => _services.Problems;

    /// <summary>True when the node cannot share packet numbers with other processes of the user.</summary>
    public bool HasPrivateNumbers => !_services.Numbers.IsShared;

    /// <summary>The current time in the form that the machine uses.</summary>
    public static Moment Now => NodeClock.Now;

    /// <summary>The state of the node.</summary>
    public NodeState State => _driver.State;

    /// <summary>The reason of a failure; null without one.</summary>
    public IpMsgException? Failure => _driver.Failure;

    /// <summary>The reason why no more datagrams arrive; null while the node is running or stopping.</summary>
    public IpMsgException? Ending => _driver.Ending;

    /// <summary>A copy of the counters.</summary>
    public MemberCounters Counters
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.Counters.Copy();
        }
    }

    /// <summary>True while there is a subscription or a thread waits for a message.</summary>
    internal bool HasSubscribers => _subscriptions.IsAny || _driver.HasReaders;

    /// <summary>The number of datagrams and events in the queues of the machine.</summary>
    internal int PendingOutputs
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.Outputs.Count;
        }
    }

    /// <summary>Handles a datagram as if it came from the network.</summary>
    internal void Receive(byte[] datagram, IPEndPoint from) =>
        _driver.OnDatagrams([new Datagram { Buffer = datagram, Length = datagram.Length, From = from }], 1);

    /// <summary>Reads the networks of this machine again.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void RefreshNetworks() => _networks.Refresh();

    /// <summary>Opens a subscription to pass as the observer of requests or deliveries. It fails when the node ends.</summary>
    public Subscription<T> Subscribe<T>(int capacity = 1_024) => _subscriptions.Open<T>(capacity);

    /// <summary>
    /// Sends BR_EXIT twice, 100 ms apart, and frees the port (R29). The port is free on return, also for the second of two callers.
    /// </summary>
    public void Stop()
    {
        if (_driver.Leave() is not { } sendsExit)
        {
            _stopped.Wait(s_maxStopTime);
            return;
        }
        Contacts.Dispose();
        _networks.Dispose();
        _files?.Dispose();
        _events.StopDecrypting();
        if (sendsExit)
            _events.ExitSignal.Wait(s_maxExitTime);
        _services.Close();
        Queue?.Dispose();
        _events.Dispose();
        _driver.End();
        // A machine that has left the network needs no more packet numbers.
        _services.Numbers.Dispose();
        _subscriptions.FailAll(new IpMsgException(IpMsgErrorId.ListenerStopped, "The listener was stopped.", LocalEndPoint));
        _stopped.Set();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void OnEvent(MemberEvent raised)
    {
        // Before the observers: an unconfirmed delivery is queued then.
        Queue?.OnEvent(raised);
        _events.Handle(raised);
    }

    // A failed node reports nothing more, so subscribers would wait without end.
    private void OnFault(Exception exception)
    {
        if (_driver.Fail(exception) is { } failure)
            _subscriptions.FailAll(failure);
    }
}
