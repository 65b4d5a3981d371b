using System.Collections.Generic;
using System.Net;
using IpMsg.Node.Master;
using IpMsg.Node.Queueing;
using IpMsg.Protocol.Members;

namespace IpMsg.Node;

/// <summary>Options of a node. Every option has a default.</summary>
public sealed record NodeOptions
{
    /// <summary>The default port of IP Messenger.</summary>
    public const int StandardPort = 2425;

    /// <summary>UDP and TCP port; with 0 the system chooses a free one.</summary>
    public int Port { get; init; } = StandardPort;

    /// <summary>True to let the system choose a port when <see cref="Port"/> is in use or access to it is denied.</summary>
    public bool FallsBackToAnyPort { get; init; }

    /// <summary>The address to bind to; null for all addresses.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>
    /// Additional broadcast or unicast addresses for broadcasts; port 0 means the default port.
    /// </summary>
    public IReadOnlyList<IPEndPoint> BroadcastTargets { get; init; } = [];

    /// <summary>Nickname; null for the user name.</summary>
    public string? NickName { get; init; }

    /// <summary>Group; null for none.</summary>
    public string? GroupName { get; init; }

    /// <summary>User name; null for the name of the user's account.</summary>
    public string? UserName { get; init; }

    /// <summary>Host name; null for the machine name, followed by address and port when they are not the defaults.</summary>
    public string? HostName { get; init; }

    /// <summary>Encoding of clients without UTF-8, as a name or code page; null for the encoding of the user's culture.</summary>
    public string? Encoding { get; init; }

    /// <summary>File or folder of the message log; null for no log.</summary>
    public string? LogPath { get; init; }

    /// <summary>Options of the message store; null to keep messages in memory.</summary>
    public HistoryOptions? History { get; init; }

    /// <summary>Folder of the keys and the packet number; null for the default folder of the user.</summary>
    public string? KeyPath { get; init; }

    /// <summary>When messages are encrypted. With Off the node creates and announces no keys.</summary>
    public EncryptionPolicy Encryption { get; init; }

    /// <summary>True to encrypt with weak ciphers when the peer supports no others.</summary>
    public bool AllowsWeakCiphers { get; init; }

    /// <summary>Addresses and networks whose datagrams and connections are accepted; empty for all.</summary>
    public IReadOnlyList<string> AllowFrom { get; init; } = [];

    /// <summary>Addresses and networks to ignore; takes precedence over <see cref="AllowFrom"/>.</summary>
    public IReadOnlyList<string> DenyFrom { get; init; } = [];

    /// <summary>True to start without broadcasting an entry.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The contact files in order of precedence; empty for no contacts. Only the first one may be missing.</summary>
    internal IReadOnlyList<string> ContactPaths { get; init; } = [];

    /// <summary>Options of the queue of messages for members that are away; null for none.</summary>
    internal QueueOptions? Queue { get; init; }

    /// <summary>What the node is to a member master; null for nothing.</summary>
    internal MasterOptions? Master { get; init; }

    /// <summary>True for messages in IPDict form to members of ours too. Not for users: both forms say the same.</summary>
    internal bool PrefersIpDict { get; init; }

    /// <summary>True to accept and confirm messages from the start.</summary>
    public bool AcceptsMessages { get; init; } = true;

    /// <summary>False to use IPv4 only.</summary>
    public bool UsesIPv6 { get; init; } = true;
}
