using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;
using Flags = IpMsg.Protocol.Encryption.Capabilities;

namespace IpMsg.Protocol.Members;

/// <summary>What a member is told once, at its birth.</summary>
public sealed class MemberSettings
{
    private const EntryFlags WithKeys = EntryFlags.CanEncrypt | EntryFlags.CanEncryptLists | EntryFlags.CanEncryptFiles;
    private const Capabilities Weak = Flags.Rsa1024 | Flags.Rsa512 | Flags.Blowfish128
        | Flags.Blowfish256 | Flags.Rc2_256 | Flags.Rc2_128 | Flags.Rc2_40;

    /// <param name="userName">User name for the header; cleaned by <see cref="HeaderName.Clean"/>.</param>
    /// <param name="hostName">Host name for the header; likewise.</param>
    /// <param name="codec">How text is read and written.</param>
    public MemberSettings(string userName, string hostName, TextCodec codec)
    {
        UserName = HeaderName.Clean(userName, "user");
        HostName = HeaderName.Clean(hostName, "host");
        NickName = UserName;
        Codec = codec;
    }

    /// <summary>The user name in every header (R10).</summary>
    public string UserName { get; }

    /// <summary>The host name in every header (R10).</summary>
    public string HostName { get; }

    /// <summary>How text is read and written.</summary>
    public TextCodec Codec { get; }

    /// <summary>The nickname at the start.</summary>
    public string NickName { get; init; }

    /// <summary>The group at the start; empty for none.</summary>
    public string GroupName { get; init; } = "";

    /// <summary>What we announce to be able to do, and nothing that is not so.</summary>
    public EntryFlags Capabilities { get; init; } = EntryFlags.CanUtf8;

    /// <summary>Our keys, with which we announce encryption; null to do without it.</summary>
    public OwnKeys? Keys { get; init; }

    /// <summary>When messages are encrypted, unless they say otherwise. Without keys, never.</summary>
    public EncryptionPolicy Encryption { get; init; }

    /// <summary>True when ciphers that keep no secret are better than none, for the sake of very old clients.</summary>
    public bool AllowsWeakCiphers { get; init; }

    /// <summary>The name and version of the program, in answer to a version request (R55). Empty by default.</summary>
    public string VersionText { get; init; } = "";

    /// <summary>True to answer host-list queries (R33).</summary>
    public bool ServesHostList { get; init; } = true;

    /// <summary>True to enter a second time, five seconds after the first (R21).</summary>
    public bool RepeatsEntry { get; init; } = true;

    /// <summary>True when messages are to be put on disk before they are confirmed.</summary>
    public bool PersistsMessages { get; init; }

    /// <summary>
    /// The fingerprint rules hold only while we can encrypt ourselves: to others the reference client sends plain messages under its
    /// fingerprint name (R30).
    /// </summary>
    internal bool EnforcesFingerprints => (Announced & EntryFlags.CanEncrypt) != 0;

    /// <summary>All that we announce.</summary>
    internal EntryFlags Announced => Keys is null ? Capabilities : Capabilities | WithKeys;

    /// <summary>What we say we can do when we ask for a key: old clients answer nothing to those who could not use it.</summary>
    internal Capabilities AskedCapabilities => Keys is null ? Flags.None : AllowsWeakCiphers ? Keys.Capabilities | Weak : Keys.Capabilities;
}
