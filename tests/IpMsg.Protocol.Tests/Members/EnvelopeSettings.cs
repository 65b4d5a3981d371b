using System;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members;

/// <summary>Two members that write format 1 in plaintext, or encrypted dictionaries (R103).</summary>
internal static class EnvelopeSettings
{
    internal static MemberSettings Alice(bool isDict) => Of("alice", isDict, TestKeys.OfAlice, persists: false);

    internal static MemberSettings Bob(bool isDict, bool persists = false) => Of("bob", isDict, TestKeys.OfBob, persists);

    /// <summary>True for a datagram in the form of these messages: a dictionary.</summary>
    internal static bool IsDict(byte[] datagram) => datagram.AsSpan().StartsWith("IP2:"u8);

    private static MemberSettings Of(string name, bool isDict, OwnKeys keys, bool persists) =>
        new(isDict ? FingerprintName.Of(name, keys.Usual!.Public) : name, name.ToUpperInvariant() + "-PC", MemberFixture.Codec)
        {
            Keys = isDict ? keys : null,
            PrefersIpDict = isDict,
            PersistsMessages = persists,
        };
}
