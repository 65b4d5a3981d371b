using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members;

namespace IpMsg.Node;

/// <summary>How a node is to be started. Everything has a default.</summary>
public sealed record NodeOptions
{
    /// <summary>The port that clients expect.</summary>
    public const int StandardPort = 2425;

    /// <summary>UDP and TCP port; 0 for one of the system's choice.</summary>
    public int Port { get; init; } = StandardPort;

    /// <summary>True to take a port of the system's choice when <see cref="Port"/> is in use.</summary>
    public bool FallsBackToAnyPort { get; init; }

    /// <summary>The one address to bind to; null for all.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>
    /// Broadcast or unicast addresses to be told of us besides those of the interfaces; port 0 stands for the standard one.
    /// </summary>
    public IReadOnlyList<IPEndPoint> BroadcastTargets { get; init; } = [];

    /// <summary>Nickname; null for the user name.</summary>
    public string? NickName { get; init; }

    /// <summary>Group; null for none.</summary>
    public string? GroupName { get; init; }

    /// <summary>User name; null for the system's.</summary>
    public string? UserName { get; init; }

    /// <summary>Host name; null for the system's, with port and address where they are not the usual ones.</summary>
    public string? HostName { get; init; }

    /// <summary>Encoding of clients without UTF-8, by name or number; null for the one of the user's culture.</summary>
    public string? Encoding { get; init; }

    /// <summary>File or folder of the message log; null for none.</summary>
    public string? LogPath { get; init; }

    /// <summary>Where messages are stored before they are confirmed; null to keep them in memory.</summary>
    public HistoryOptions? History { get; init; }

    /// <summary>Folder for keys and the packet counter; null for the user's own.</summary>
    public string? KeyPath { get; init; }

    /// <summary>When messages are encrypted; off, no keys are made and none announced.</summary>
    public EncryptionPolicy Encryption { get; init; }

    /// <summary>True when ciphers that keep no secret are better than none.</summary>
    public bool AllowsWeakCiphers { get; init; }

    /// <summary>Addresses and networks that may talk to us; empty for all.</summary>
    public IReadOnlyList<string> AllowFrom { get; init; } = [];

    /// <summary>Addresses and networks that may not.</summary>
    public IReadOnlyList<string> DenyFrom { get; init; } = [];

    /// <summary>True to bind without telling anyone.</summary>
    public bool IsSilent { get; init; }

    /// <summary>True to confirm messages from the start.</summary>
    public bool AcceptsMessages { get; init; } = true;

    /// <summary>False for IPv4 alone.</summary>
    public bool UsesIPv6 { get; init; } = true;
}
