using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>The settings that the first byte of a script chooses, and the network of the member.</summary>
internal static class StageSettings
{
    internal const int Port = 2425;

    private const int HasKeys = 1, Persists = 2, HasCodePage = 4, IsDialUp = 8, NoList = 16, HasOldName = 32, Policy = 64;

    private static readonly IPAddress s_own = IPAddress.Parse("10.0.0.1"), s_mask = IPAddress.Parse("255.0.0.0");

    internal static IReadOnlyList<LocalNetwork> Networks { get; } = [new LocalNetwork(s_own, s_mask)];

    internal static IReadOnlyList<IPEndPoint> Targets { get; } = [new IPEndPoint(IPAddress.Parse("10.255.255.255"), Port)];

    internal static MemberSettings Of(byte choice)
    {
        bool hasKeys = (choice & HasKeys) != 0;
        string user = hasKeys && (choice & HasOldName) == 0 ? FingerprintName.Of("self", TestKeys.Bob.Public) : "self";
        return new MemberSettings(user, "SELF-PC", Codecs.Japanese)
        {
            NickName = (choice & HasCodePage) == 0 ? "Self" : "自分",
            GroupName = "Group",
            Keys = hasKeys ? TestKeys.OfBob : null,
            PersistsMessages = (choice & Persists) != 0,
            Capabilities = EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles | ((choice & IsDialUp) != 0 ? EntryFlags.DialUp : 0),
            ServesHostList = (choice & NoList) == 0,
            Encryption = hasKeys ? (EncryptionPolicy)(choice / Policy) : EncryptionPolicy.Auto,
            VersionText = "IpMsg for PowerShell, with a text that is longer than three times a short question",
        };
    }
}
