using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Queueing;

/// <summary>
/// Sends the messages that wait on the disk: to each recipient one after the other, when it is present, by one listener of the user at a
/// time. A message is removed when it is confirmed. Thread-safe; nothing here runs under the gate, because the disk takes its time.
/// </summary>
internal sealed class NodeQueue : IDisposable
{
    // How often the folder is read for messages that other processes have queued.
    private const int IntervalMs = 10_000;

    private readonly MemberDriver _driver;
    private readonly NodeProblems _problems;
    private readonly QueueContent _content;
    private readonly QueueAttempts _attempts;
    private readonly RecipientStates _states = new();
    private readonly ConditionalWeakTable<Delivery, QueuedAttempt> _byDelivery = new();
    private readonly SerialWork _work;
    private readonly Timer _timer;
    private volatile bool _isOpen, _isClosed;

    /// <summary>The queue of a node; null without one, and for an account without a profile, which has no place for it.</summary>
    internal static NodeQueue? TryOpen(
        MemberDriver driver, NodeServices services, QueuePlaces places, NodeKeys keys, NodeHistory? history)
    {
        if (services.Options.Queue is not { } options)
            return null;
        try
        {
            string folder = QueueFolder.Find(options.DataPath, services.Settings.UserName);
            return new NodeQueue(driver, services, places, keys, history, folder, options);
        }
        catch (DirectoryNotFoundException missing)
        {
            services.Problems.Report(NodePart.Queue, options, missing);
            return null;
        }
    }

    private NodeQueue(MemberDriver driver, NodeServices services, QueuePlaces places, NodeKeys keys, NodeHistory? history,
        string folder, QueueOptions options)
    {
        (_driver, _problems, Places) = (driver, services.Problems, places);
        var protector = services.Settings.Keys is { } own
            ? new OwnKeyProtector(() => own) : OwnKeyProtector.ForFolder(services.Options.KeyPath);
        Store = new QueueStore(folder, protector, options.Limits, options.Files);
        _content = new QueueContent(Store, services.Problems);
        _attempts = new QueueAttempts(driver, Store, _content, new QueuedDeliveries(driver, keys, services.Settings), places, history);
        _work = new SerialWork(driver.Guard);
        _timer = new Timer(_ => _work.Begin(Check), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Who recipients are, and where.</summary>
    internal QueuePlaces Places { get; }

    /// <summary>The messages on the disk.</summary>
    internal QueueStore Store { get; }

    /// <summary>Begins to send what waits, also what other processes of the user have queued.</summary>
    internal void Open()
    {
        if (!_isOpen && !_isClosed)
            _timer.Change(0, IntervalMs);
        _isOpen = true;
    }

    /// <summary>
    /// Writes messages to the disk, and sends them behind what waits for the same recipients. The observer receives the changes of their
    /// deliveries; what cannot be sent now ends as Queued. What the disk does not take is not sent: its error is returned with it.
    /// </summary>
    internal IReadOnlyList<(QueuePost Post, long Id, IpMsgException? Problem)> Post(
        IReadOnlyList<QueuePost> posts, IObserver<DeliveryChanged>? observer)
    {
        lock (_work.Lock)
        {
            var results = posts.Select(post => Add(post, observer)).ToList();
            var added = results.Where(static each => each.Problem is null).Select(static each => each.Post.Delivery).ToList();
            _attempts.Record(added);
            // Other processes may have queued something for the same recipients before.
            _content.Scan();
            foreach (var state in added.Select(each => AttemptOf(each)!.State).Distinct().ToList())
            {
                state.OnPosted(NodeClock.Now.Elapsed);
                Step(state);
            }
            return results;
        }
    }

    private (QueuePost Post, long Id, IpMsgException? Problem) Add(QueuePost post, IObserver<DeliveryChanged>? observer)
    {
        QueuedMessage added;
        try
        {
            added = Store.Add(post.Message);
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            return (post, 0, failure as IpMsgException ?? QueueErrors.NotUsable(Store.Folder, failure));
        }
        _content.Put(added);
        _attempts.Show(added.Id, post.Delivery);
        var state = _states.Of(added.To);
        _byDelivery.Add(post.Delivery, new QueuedAttempt(added.Id, state, IsFirst: true));
        post.Delivery.Observer = observer;
        if (post.IsPresent)
            state.Posted[added.Id] = post.Delivery;
        return (post, added.Id, null);
    }

    /// <summary>The message of a delivery; null for a delivery that is not of the queue.</summary>
    internal QueuedAttempt? AttemptOf(Delivery delivery) => _byDelivery.TryGetValue(delivery, out var attempt) ? attempt : null;

    /// <summary>Waits until what has been confirmed or not is so on the disk.</summary>
    internal void WaitForWrites() => _work.WaitForAll();

    /// <summary>The number of pieces of work that have not ended.</summary>
    internal int PendingWork => _work.Pending;

    /// <summary>Handles what the member reports. Call it before the observers: an unconfirmed delivery is Queued then.</summary>
    internal void OnEvent(MemberEvent raised)
    {
        switch (raised)
        {
            case MemberSeen { Member: { IsFromHostList: false } member }:
                OnSeen(member);
                break;
            case DeliveryPersistRequested { Delivery: var delivery } when AttemptOf(delivery) is { } attempt:
                _work.Begin(() => _attempts.Persist(attempt, delivery));
                break;
            case DeliveryChanged { Change: not (DeliveryChange.Opened or DeliveryChange.Discarded) } changed
                when AttemptOf(changed.Delivery) is { } attempt:
                OnChanged(attempt, changed);
                break;
        }
    }

    private void OnSeen(Member member)
    {
        // Without the lock, because strangers send thousands of entries a second. Only one under the names of a recipient causes work, and
        // not while such work is pending for that recipient.
        foreach (var state in _states.All)
        {
            if (!_isClosed && QueuePlaces.HasNamesOf(state.To, member) && state.TryBeginLook())
                _work.Begin(() => Look(state));
        }
    }

    private void Look(RecipientState state)
    {
        state.EndLook();
        if (_isClosed || !_states.All.Contains(state) || Places.Present(state.To) is null)
            return;
        state.OnSeen(NodeClock.Now.Elapsed);
        Step(state);
    }

    private void OnChanged(QueuedAttempt attempt, DeliveryChanged changed)
    {
        var (delivery, report) = (changed.Delivery, changed.Delivery.Report);
        if (report.Status == DeliveryStatus.Unconfirmed || QueueAttempts.IsTransient(report))
        {
            using var access = _driver.Resume();
            access.Machine.MarkQueued(delivery);
        }
        // One that was not begun has only been told that it is queued.
        if (changed.Change != DeliveryChange.Unconfirmed || report.Status != DeliveryStatus.Queued)
            _work.Begin(() => OnEnded(attempt, delivery, report));
    }

    /// <summary>Ends the sending. What is under way has ended before; what waits belongs to the next listener.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _timer.Dispose();
        WaitForWrites();
        lock (_work.Lock)
            _states.GiveUpLeases();
    }

    /// <summary>Reads the folder, and sends what is due.</summary>
    internal void Check()
    {
        lock (_work.Lock)
        {
            if (_isClosed)
                return;
            _content.Sweep();
            _content.Scan();
            foreach (var message in _content.Waiting())
                _states.Of(message.To);
            foreach (var state in _states.All)
                Step(state);
        }
    }

    private void OnEnded(QueuedAttempt attempt, Delivery delivery, DeliveryReport report)
    {
        bool isCurrent = ReferenceEquals(attempt.State.Delivery, delivery);
        if (_attempts.End(attempt, delivery, report, isCurrent))
            _attempts.EndShown(attempt.Id, delivery, report);
        if (isCurrent)
            Step(attempt.State);
    }

    // Begins the next attempt, if there is one that is due and can be made.
    private void Step(RecipientState state)
    {
        if (_isClosed || state.Current is not null)
            return;
        try
        {
            if (_attempts.Next(state) is { } attempt)
            {
                _problems.Report(NodePart.Queue, state, null);
                _byDelivery.Remove(state.Delivery!);
                _byDelivery.Add(state.Delivery!, attempt);
                using var access = _driver.Enter();
                access.Machine.Dispatch(NodeClock.Now, [state.Delivery!], state.Delivery!.Observer);
                return;
            }
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            (state.Current, state.Delivery) = (null, null);
            if (!_isClosed && failure is not IpMsgException { ErrorId: IpMsgErrorId.ListenerStopped })
                _problems.Report(NodePart.Queue, state, failure);
            state.OnFailed(NodeClock.Now.Elapsed);
        }
        _attempts.TellQueued(state);
        bool isEmpty = !_content.WaitingFor(state.To).Any();
        state.GiveUpLease(isEmpty);
        if (!isEmpty)
            return;
        _problems.Report(NodePart.Queue, state, null);
        _states.Remove(state);
    }
}
