using System;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>A step of a script.</summary>
internal readonly ref struct ScriptStep
{
    internal ScriptStep(char kind, byte peer, byte argument, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Peer = Peer.All[peer % Peer.All.Count];
        Argument = argument;
        Payload = payload;
    }

    /// <summary>The letter.</summary>
    internal char Kind { get; }

    /// <summary>The peer.</summary>
    internal Peer Peer { get; }

    /// <summary>A number whose meaning depends on the letter; digits in seeds.</summary>
    internal byte Argument { get; }

    /// <summary>The rest.</summary>
    internal ReadOnlySpan<byte> Payload { get; }
}
