using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <summary>
/// A member with sockets, disk and time: feeds a <see cref="MemberMachine"/> under one gate and carries out what it decides. Safe for any
/// number of threads. It decides nothing itself.
/// </summary>
public sealed partial class MemberNode : IDisposable
{
    private static readonly TimeSpan s_longestFarewell = TimeSpan.FromSeconds(2);

    // The farewell, the threads of the sockets, and a log whose disk hangs.
    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly NodeServices _services;
    private readonly MemberMachine _machine;
    private readonly ActionDispatcher _dispatcher;
    private readonly SubscriptionTable _subscriptions = new();
    private readonly FileServer _server;
    private readonly Timer _timer;
    private readonly DecryptionQueue _unseals;
    private readonly ManualResetEventSlim _farewellSaid = new();
    private readonly ManualResetEventSlim _stopped = new();
    private long _armedFor = Moment.Never;
    private NodeState _state;
    private IpMsgException? _failure;

    private MemberNode(NodeServices services)
    {
        _services = services;
        _machine = new MemberMachine(services.Settings, services.Numbers, services.Random) { AcceptsMessages = services.Options.AcceptsMessages };
        _dispatcher = new ActionDispatcher(_gate, _machine.Actions, services.Door, Report);
        _server = new FileServer(BeginTransfer, EndTransfer, services.Serving);
        _unseals = new DecryptionQueue(Open);
        _machine.LoadKeys(services.KnownKeys);
        if (services.Keys is { } writer)
            writer.Overruled = (key, now) => Note(machine => machine.OverruleKey(key, now));
        _timer = new Timer(_ => OnTimer(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Binds the sockets, begins to receive and, unless the options say otherwise, enters the network.</summary>
    /// <exception cref="IpMsgException">The port is taken, the address is not ours, or an option cannot be used.</exception>
    public static MemberNode Start(NodeOptions options) => Start(NodeServices.Open(options));

    internal static MemberNode Start(NodeServices services)
    {
        var node = new MemberNode(services);
        try
        {
            services.OpenLog(node.OnLogged, node.OnLogFailed);
            node.RefreshNetworks();
            services.OpenDoors(node.OnDatagram, node._server.Serve, node.OnFault);
        }
        catch
        {
            node.Stop();
            throw;
        }
        if (!services.Options.IsSilent)
            node.Tell((machine, now) => machine.Announce(now));
        return node;
    }

    /// <summary>How it was started.</summary>
    public NodeOptions Options => _services.Options;

    /// <summary>Names and text settings.</summary>
    public MemberSettings Settings => _services.Settings;

    /// <summary>The listening address and port.</summary>
    public IPEndPoint LocalEndPoint => _services.Door.LocalEndPoint;

    /// <summary>The port at which other members are reached unless something else is known.</summary>
    public int StandardPort => _services.StandardPort;

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Where messages are logged; null when they are not.</summary>
    public string? LogPath => _services.Options.LogPath;

    /// <summary>True when packet numbers could not be shared with other processes of the user.</summary>
    public bool HasPrivateNumbers => !_services.Numbers.IsShared;

    /// <summary>True while somebody waits for something.</summary>
    internal bool HasWatchers => _subscriptions.Any;

    /// <summary>How it stands.</summary>
    public NodeState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Why it failed; null while it has not.</summary>
    public IpMsgException? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>Why nothing more comes in; null while something may, until the port has been freed.</summary>
    public IpMsgException? Ending
    {
        get
        {
            lock (_gate)
                return _state is NodeState.Running or NodeState.Stopping ? null : WhyNotRunning();
        }
    }

    /// <summary>The last trouble with the message log; null when there was none.</summary>
    public Exception? LogFailure { get; private set; }

    /// <summary>The time as the machine reckons it.</summary>
    public static Moment Now => NodeClock.Now;

    /// <summary>Lets the machine hear a wish, under the gate, and carries out what it decides.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public T Tell<T>(Func<MemberMachine, Moment, T> wish)
    {
        T answer;
        lock (_gate)
        {
            ThrowIfNotRunning();
            answer = wish(_machine, NodeClock.Now);
        }
        Settle();
        return answer;
    }

    /// <summary>The same for a wish without an answer.</summary>
    public void Tell(Action<MemberMachine, Moment> wish) => Tell((machine, now) =>
    {
        wish(machine, now);
        return true;
    });

    /// <summary>Reads something of the machine's state, also after the end.</summary>
    public T Read<T>(Func<MemberMachine, T> reader)
    {
        lock (_gate)
            return reader(_machine);
    }

    /// <summary>Changes something that leads to no action, also after the end.</summary>
    public void Note(Action<MemberMachine> change)
    {
        lock (_gate)
            change(_machine);
    }

    /// <summary>Looks again which networks this machine is on.</summary>
    public void RefreshNetworks()
    {
        var (targets, networks) = _services.FindNetworks();
        Tell((machine, _) => machine.SetNetworks(targets, networks, LocalEndPoint.Port));
    }

    /// <summary>A watch for requests that carry it as their tag.</summary>
    public Subscription<T> OpenWatch<T>(int capacity = 1_024) => _subscriptions.Open<T>(capacity);

    /// <summary>A watch that is told of every member heard of or gone from now on.</summary>
    public Subscription<MemberEvent> WatchMembers() => _subscriptions.Open(Capacity, _subscriptions.Members);

    /// <summary>A watch that is told whenever an offer stands differently.</summary>
    public Subscription<OfferEvent> WatchOffers() => _subscriptions.Open(Capacity, _subscriptions.Offers);

    /// <summary>A watch that is told of every delivery that ends, is confirmed late, opened or thrown away.</summary>
    public Subscription<DeliveryEvent> WatchDeliveries() => _subscriptions.Open(Capacity, _subscriptions.Deliveries);

    /// <summary>A watch that is woken when a message has come into the inbox; no more, for the messages themselves wait there.</summary>
    public Subscription<IncomingMessage> WatchMessages() => _subscriptions.Open(1, _subscriptions.Messages);

    /// <summary>A watch that is handed every message that comes into the inbox, and leaves it there. It holds fewer, for texts are long.</summary>
    public Subscription<IncomingMessage> WatchArrivals() => _subscriptions.Open(Capacity / 4, _subscriptions.Messages);

    /// <summary>Says farewell twice, 100 ms apart, and frees the port (R29). Once it returns the port is free, for whoever called it.</summary>
    public void Stop()
    {
        if (!TryLeave())
        {
            _stopped.Wait(s_longestStop);
            return;
        }
        Settle();
        _unseals.Close();
        _farewellSaid.Wait(s_longestFarewell);
        _services.Close();
        lock (_gate)
            _state = NodeState.Stopped;
        // The machine has left, so whatever still reaches it, nobody draws a number any more.
        _timer.Dispose();
        _services.Numbers.Dispose();
        _subscriptions.FailAll(new IpMsgException(IpMsgErrorId.ListenerStopped, "The listener was stopped.", LocalEndPoint));
        _stopped.Set();
    }

    /// <summary>Ends what is under way and begins the farewell; false when somebody else is at it or has done it.</summary>
    private bool TryLeave()
    {
        lock (_gate)
        {
            if (_state is NodeState.Stopped or NodeState.Stopping)
                return false;
            bool hasFailed = _state == NodeState.Failed;
            _state = NodeState.Stopping;
            try
            {
                _machine.Stop(NodeClock.Now);
            }
            // It may be the machine that failed; its port is to be freed all the same.
            catch (Exception) when (hasFailed)
            {
            }
            if (hasFailed)
                _farewellSaid.Set();
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();
}
