using System;
using System.Linq;
using System.Net;
using IpMsg.Node;
using IpMsg.PowerShell.Events;
using IpMsg.PowerShell.Notifications;
using IpMsg.PowerShell.Output;
using IpMsg.PowerShell.Runspaces;
using IpMsg.PowerShell.Sending;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell;

/// <summary>
/// The listener that makes a runspace a member of the network. The object is live, and other runspaces may use it: cmdlets take it as
/// -Listener. Its events are for Register-ObjectEvent. They are raised in order on a background thread until the listener stops; a handler
/// that is thousands of events behind loses the oldest.
/// </summary>
public sealed class IpMsgListener
{
    // The scope frees the port when it is finalized. This reference prevents that as long as the listener is in use.
    private readonly RunspaceScope? _scope;
    private readonly ListenerEvents _events;

    internal IpMsgListener(MemberNode node, bool isImplicit, RunspaceScope? scope)
    {
        _scope = scope;
        Node = node;
        IsImplicit = isImplicit;
        _events = new ListenerEvents(this);
    }

    /// <summary>
    /// A message has arrived in the inbox, and stays there until Receive-IpMsg takes it: a full inbox confirms no more messages. Messages
    /// that waited before raise no event. A listener that does not accept messages raises none.
    /// </summary>
    public event EventHandler<IpMsgMessageEventArgs>? MessageReceived
    {
        add => _events.Messages.Add(value);
        remove => _events.Messages.Remove(value);
    }

    /// <summary>A member has joined, changed or left. Members that are known already raise no event; Get-IpMsgMember shows them.</summary>
    public event EventHandler<IpMsgMemberEventArgs>? MemberChanged
    {
        add => _events.Members.Add(value);
        remove => _events.Members.Remove(value);
    }

    /// <summary>A sent message was confirmed, in time or late, or not; or it was opened or discarded.</summary>
    public event EventHandler<IpMsgDeliveryEventArgs>? DeliveryChanged
    {
        add => _events.Deliveries.Add(value);
        remove => _events.Deliveries.Remove(value);
    }

    /// <summary>The download of an offered file has begun, finished, failed or been declined; or the offer has ended.</summary>
    public event EventHandler<IpMsgOfferEventArgs>? OfferChanged
    {
        add => _events.Offers.Add(value);
        remove => _events.Offers.Remove(value);
    }

    /// <summary>The last exception that a handler of one of the events has thrown; null when none has.</summary>
    public string? EventFailure => _events.Failure?.Message;

    /// <summary>Why the last notification of -Notify was not shown; null when all were.</summary>
    public string? NotificationFailure => Notifier?.Failure?.Message;

    internal MemberNode Node { get; }

    /// <summary>Announces messages to the user; null without -Notify.</summary>
    internal MessageNotifier? Notifier { get; set; }

    /// <summary>What was sent through it.</summary>
    internal SentDeliveries Sent { get; } = new();

    internal EncryptionPolicy Policy => Node.Settings.Keys is null ? EncryptionPolicy.Off : Node.Settings.Encryption;

    /// <summary>The address that it is bound to; null when it is bound to all.</summary>
    internal IPAddress? BoundAddress =>
        Node.Options.Address is { } bound && !bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any) ? bound : null;

    /// <summary>The state, a name of <see cref="NodeState"/>.</summary>
    public string State => Node.State.ToString();

    /// <summary>Why it failed; null while it has not.</summary>
    public string? Failure => Node.Failure?.Message;

    /// <summary>The listening address and port.</summary>
    public string EndPoint => Node.LocalEndPoint.ToString();

    /// <summary>The listening address: 0.0.0.0 or :: for all.</summary>
    public string Address => Node.LocalEndPoint.Address.ToString();

    /// <summary>The listening port.</summary>
    public int Port => Node.LocalEndPoint.Port;

    /// <summary>The nickname that others see, without an absence decoration.</summary>
    public string NickName => Node.Members.Presence.NickName;

    /// <summary>The group that others see.</summary>
    public string GroupName => Node.Members.Presence.GroupName;

    /// <summary>The user name in every packet, without the fingerprint.</summary>
    public string UserName => FingerprintName.Bare(Node.Settings.UserName);

    /// <summary>The fingerprint of its key, which others see behind the user name; null without encryption.</summary>
    public string? Fingerprint => FingerprintName.Read(Node.Settings.UserName);

    /// <summary>When messages are encrypted, a name of <see cref="EncryptionPolicy"/>.</summary>
    public string Encryption => Policy.ToString();

    /// <summary>The host name in every packet.</summary>
    public string HostName => Node.Settings.HostName;

    /// <summary>The code page of clients without UTF-8.</summary>
    public string Encoding => Node.Settings.Codec.CodePage.WebName;

    /// <summary>True while absent.</summary>
    public bool IsAbsent => Node.Members.Presence.IsAbsent;

    /// <summary>The title of the absence.</summary>
    public string AbsenceTitle => Node.Members.Presence.AbsenceTitle;

    /// <summary>The text that senders get while absent.</summary>
    public string AbsenceMessage => Node.Members.Presence.AbsenceMessage;

    /// <summary>True when a cmdlet that needed a listener started it.</summary>
    public bool IsImplicit { get; }

    /// <summary>True when it confirms messages; an implicitly started listener does so only after Receive-IpMsg.</summary>
    public bool AcceptsMessages => Node.Inbox.IsAccepting;

    /// <summary>True once it has announced itself.</summary>
    public bool IsAnnounced => Node.Members.IsAnnounced;

    /// <summary>How many members are known.</summary>
    public int MemberCount => Node.Members.Count;

    /// <summary>How many messages wait to be received.</summary>
    public int UnreadCount => Node.Inbox.Count;

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt => Node.StartedAt;

    /// <summary>File or folder of the message log.</summary>
    public string? LogPath => Node.LogPath;

    /// <summary>The folder in which messages are stored before they are confirmed; null when they are in memory only.</summary>
    public string? StorePath => Node.StorePath;

    /// <summary>Why messages are not stored, although -NoStore was not given; null while they are.</summary>
    public string? StoreFailure => Node.StoreFailure?.Message;

    /// <summary>The last error of the log; messages that could not be logged were not confirmed.</summary>
    public string? LogFailure => Node.LogFailure?.Message;

    /// <summary>The parts that do not work at present, since when and why. Each is tried again until it works.</summary>
    public IpMsgProblem[] Problems => [.. Node.Problems.Current.Select(each => new IpMsgProblem(each))];

    /// <summary>
    /// Why keys, or the memory of shown messages, cannot be stored, so that they are forgotten with the process; null while they can.
    /// </summary>
    public string? KeyFailure => Node.Keys.Failure?.Message;

    /// <summary>The address and port of its member master; null when it uses none.</summary>
    public string? Master => Node.Master.User?.Master.ToString();

    /// <summary>
    /// Following while it uses the list of its master, Silent while the master has not answered for three polls, Unconfirmed until its key
    /// is confirmed, Refused when it has another key, Master when it is one itself; null for a listener that has nothing to do with any.
    /// </summary>
    public string? MasterState => MasterStates.Of(Node);

    /// <summary>How many members are in the list of the member master.</summary>
    public int? MasterListCount => Node.Master.ListCount ?? Node.Master.User?.ListCount;

    /// <summary>The segments of a member master with their agents, in the order of their addresses; empty for other listeners.</summary>
    public IpMsgMasterSegment[] MasterSegments =>
        [.. (Node.Master.Segments ?? []).Select(static each => new IpMsgMasterSegment(each))];

    /// <summary>Its counters.</summary>
    public IpMsgCounters Counters => new(Node.Counters);

    /// <summary>Nickname and endpoint.</summary>
    public override string ToString() => SafeText.Line(NickName) + " " + EndPoint;
}
