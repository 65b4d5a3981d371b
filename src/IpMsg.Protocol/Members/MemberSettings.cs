using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Wire;
using Flags = IpMsg.Protocol.Encryption.Capabilities;

namespace IpMsg.Protocol.Members;

/// <summary>The settings of a member, which do not change.</summary>
public sealed class MemberSettings
{
    private const EntryFlags WithKeys = EntryFlags.CanEncrypt | EntryFlags.CanEncryptLists | EntryFlags.CanEncryptFiles;
    private const Capabilities Weak = Flags.Rsa1024 | Flags.Rsa512 | Flags.Blowfish128
        | Flags.Blowfish256 | Flags.Rc2_256 | Flags.Rc2_128 | Flags.Rc2_40;

    /// <param name="userName">User name for the header; cleaned by <see cref="HeaderName.Clean"/>.</param>
    /// <param name="hostName">Host name for the header; likewise.</param>
    /// <param name="codec">Reads and writes text.</param>
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

    /// <summary>Reads and writes text.</summary>
    public TextCodec Codec { get; }

    /// <summary>The nickname at the start.</summary>
    public string NickName { get; init; }

    /// <summary>The group at the start; empty for none.</summary>
    public string GroupName { get; init; } = "";

    /// <summary>The capabilities that the member announces, without those of its keys.</summary>
    public EntryFlags Capabilities { get; init; } = EntryFlags.CanUtf8;

    /// <summary>The own keys, with which the member announces encryption; null for no encryption.</summary>
    public OwnKeys? Keys { get; init; }

    /// <summary>When messages are encrypted; a message can override it. Without keys no message is encrypted.</summary>
    public EncryptionPolicy Encryption { get; init; }

    /// <summary>True when nothing may be sent or fetched in plaintext.</summary>
    public bool RequiresEncryption => Encryption is EncryptionPolicy.Required or EncryptionPolicy.Verified;

    /// <summary>True to allow weak ciphers, which very old clients need.</summary>
    public bool AllowsWeakCiphers { get; init; }

    /// <summary>The reply to a version request: name and version of the program (R55). Empty by default.</summary>
    public string VersionText { get; init; } = "";

    /// <summary>True to answer host-list queries (R33).</summary>
    public bool ServesHostList { get; init; } = true;

    /// <summary>True to repeat an entry after five seconds (R21).</summary>
    public bool RepeatsEntry { get; init; } = true;

    /// <summary>
    /// True to write messages as dictionaries also to members of ours, which otherwise get format 1
    /// (docs/adr/0063-envelope-between-our-members.md).
    /// </summary>
    public bool PrefersIpDict { get; init; }

    /// <summary>True to confirm a message only after it is on the disk.</summary>
    public bool PersistsMessages { get; init; }

    /// <summary>What the member is to a member master; null for nothing.</summary>
    internal MasterSettings? Master { get; init; }

    /// <summary>
    /// True when the fingerprint rules apply, which requires own keys: to members without encryption the reference client sends plaintext
    /// under its fingerprint name (R30).
    /// </summary>
    internal bool EnforcesFingerprints => (Announced & EntryFlags.CanEncrypt) != 0;

    /// <summary>All announced capabilities.</summary>
    internal EntryFlags Announced => (Keys is null ? Capabilities : Capabilities | WithKeys | OfSigner) | OfMaster;

    // Dictionaries are signed by a key of 2,048 bits.
    private EntryFlags OfSigner => Keys?.Usual is null ? EntryFlags.None : EntryFlags.CanIpDict;

    // Broadcasts of other segments do not reach a master.
    private EntryFlags OfMaster => Master is { Address: null } ? EntryFlags.Master | EntryFlags.DialUp : EntryFlags.None;

    /// <summary>The capabilities in a key request: old clients do not reply when they support none of them.</summary>
    internal Capabilities AskedCapabilities => Keys is null ? Flags.None : AllowsWeakCiphers ? Keys.Capabilities | Weak : Keys.Capabilities;
}
