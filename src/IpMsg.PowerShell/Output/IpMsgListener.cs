using System;
using System.Net;
using IpMsg.Node;
using IpMsg.PowerShell.Events;
using IpMsg.PowerShell.Output;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell;

/// <summary>
/// A runspace's membership in the network. The object is live, and may be handed to other runspaces: every cmdlet takes it as -Listener.
/// </summary>
public sealed partial class IpMsgListener
{
    // The scope gives the port back when it is forgotten together with its runspace; whoever holds the listener keeps it from that.
    private readonly RunspaceScope? _scope;

    internal IpMsgListener(MemberNode node, bool isImplicit, RunspaceScope? scope)
    {
        _scope = scope;
        Node = node;
        IsImplicit = isImplicit;
        _events = new ListenerEvents(this);
    }

    internal MemberNode Node { get; }

    /// <summary>The one address that it is bound to, from which others expect us; null when it is bound to all.</summary>
    internal IPAddress? BoundAddress =>
        Node.Options.Address is { } bound && !bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any) ? bound : null;

    /// <summary>How it stands.</summary>
    public NodeState State => Node.State;

    /// <summary>Why it failed; null while it has not.</summary>
    public string? Failure => Node.Failure?.Message;

    /// <summary>The listening address and port.</summary>
    public IPEndPoint EndPoint => Node.LocalEndPoint.Copy();

    /// <summary>The listening port.</summary>
    public int Port => Node.LocalEndPoint.Port;

    /// <summary>The nickname that others see, without an absence decoration.</summary>
    public string NickName => Node.Members.Presence.NickName;

    /// <summary>The group that others see.</summary>
    public string GroupName => Node.Members.Presence.GroupName;

    /// <summary>The user name in every packet, without the fingerprint.</summary>
    public string UserName => FingerprintName.Bare(Node.Settings.UserName);

    /// <summary>The fingerprint of our key, as others see it behind the user name; null without encryption.</summary>
    public string? Fingerprint => FingerprintName.Read(Node.Settings.UserName);

    /// <summary>When messages are encrypted.</summary>
    public EncryptionPolicy Encryption => Node.Settings.Keys is null ? EncryptionPolicy.Off : Node.Settings.Encryption;

    /// <summary>The host name in every packet.</summary>
    public string HostName => Node.Settings.HostName;

    /// <summary>The code page of clients without UTF-8.</summary>
    public string Encoding => Node.Settings.Codec.CodePage.WebName;

    /// <summary>True while absent.</summary>
    public bool IsAbsent => Node.Members.Presence.IsAbsent;

    /// <summary>The title of the absence.</summary>
    public string AbsenceTitle => Node.Members.Presence.AbsenceTitle;

    /// <summary>The text that writers get while absent.</summary>
    public string AbsenceMessage => Node.Members.Presence.AbsenceMessage;

    /// <summary>True when it was made by the first cmdlet that needed it.</summary>
    public bool IsImplicit { get; }

    /// <summary>True when it confirms messages; a listener made by Get- or Send- cmdlets does not until Receive-IpMsg is used.</summary>
    public bool AcceptsMessages => Node.Inbox.IsAccepting;

    /// <summary>True once the network was told of it.</summary>
    public bool IsAnnounced => Node.Members.IsAnnounced;

    /// <summary>How many members are known.</summary>
    public int MemberCount => Node.Members.Count;

    /// <summary>How many messages wait to be received.</summary>
    public int UnreadCount => Node.Inbox.Count;

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt => Node.StartedAt;

    /// <summary>File or folder of the message log.</summary>
    public string? LogPath => Node.LogPath;

    /// <summary>The last trouble with the log; messages that could not be logged were not confirmed.</summary>
    public string? LogFailure => Node.LogFailure?.Message;

    /// <summary>Why keys cannot be kept, and what is learnt of them ends with the process; null while they can.</summary>
    public string? KeyFailure => Node.Keys.Failure?.Message;

    /// <summary>What it has seen and done.</summary>
    public IpMsgCounters Counters => new(Node.Counters);

    /// <summary>Nickname and endpoint.</summary>
    public override string ToString() => SafeText.Line(NickName) + " " + EndPoint;
}
