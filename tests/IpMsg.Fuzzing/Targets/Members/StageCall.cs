using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>One call of the machine, with what came out of it.</summary>
/// <param name="Kind">What was called.</param>
/// <param name="At">The time.</param>
/// <param name="From">The source of the datagram; null for other calls.</param>
/// <param name="Datagram">The datagram; the packet that was in a decrypted dictionary; empty for other calls.</param>
internal sealed record StageCall(StageCallKind Kind, Moment At, IPEndPoint? From, byte[] Datagram)
{
    /// <summary>The datagrams to send, in order.</summary>
    internal List<(IPEndPoint To, byte[] Bytes)> Sent { get; } = [];

    /// <summary>The events, in order.</summary>
    internal List<MemberEvent> Events { get; } = [];

    /// <summary>The time in milliseconds.</summary>
    internal long Milliseconds => At.Milliseconds;

    internal static StageCall Of(StageCallKind kind, Moment at) => new(kind, at, null, Array.Empty<byte>());
}
