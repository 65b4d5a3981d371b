using System;
using IpMsg.Node;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>A member of the network, as of its last packet.</summary>
public sealed class IpMsgMember : IComparable<IpMsgMember>, IComparable, IEquatable<IpMsgMember>
{
    internal IpMsgMember(Member member, string? version = null, string? absenceMessage = null)
    {
        Member = member;
        Version = version;
        AbsenceMessage = absenceMessage;
    }

    internal Member Member { get; }

    /// <summary>The nickname, without an absence decoration.</summary>
    public string NickName => Member.NickName;

    /// <summary>The group; empty when there is none.</summary>
    public string GroupName => Member.GroupName;

    /// <summary>The user name, without the fingerprint that signing clients append.</summary>
    public string UserName => FingerprintName.Bare(Member.UserName);

    /// <summary>The fingerprint of its key in its user name; null without one. Only a valid signature proves it.</summary>
    public string? Fingerprint => FingerprintName.Read(Member.UserName);

    /// <summary>The host name.</summary>
    public string HostName => Member.HostName;

    /// <summary>The address.</summary>
    public string Address => Member.EndPoint.Address.ToString();

    /// <summary>The port.</summary>
    public int Port => Member.EndPoint.Port;

    /// <summary>Address and port.</summary>
    public string EndPoint => Member.EndPoint.ToString();

    /// <summary>True while the member is absent; never for iptux, which always announces absence.</summary>
    public bool IsAbsent => Member.IsAbsent;

    /// <summary>The title of the absence; empty when present.</summary>
    public string AbsenceTitle => Member.AbsenceTitle;

    /// <summary>The absence text; null without -Detailed, or when the member did not answer.</summary>
    public string? AbsenceMessage { get; }

    /// <summary>The family of client, a name of <see cref="ClientDialect"/>.</summary>
    public string Client => Member.Dialect.ToString();

    /// <summary>The version of the client: from its entry or, with -Detailed, from its answer.</summary>
    public string? Version => field ?? Member.ClientVersion;

    /// <summary>The abilities that the client announces, names of <see cref="EntryFlags"/>.</summary>
    public string Abilities => (Member.Status & ~EntryFlags.Absent).ToString();

    /// <summary>
    /// The encoding of texts to the member: UTF-8 with its flag, UTF-8 without it, or a code page. A name of
    /// <see cref="Protocol.Wire.ObservedEncoding"/>.
    /// </summary>
    public string ObservedEncoding => Member.ObservedEncoding.ToString();

    /// <summary>True when the member is known from a host list alone and has sent nothing itself.</summary>
    public bool IsFromHostList => Member.IsFromHostList;

    /// <summary>
    /// True when the member did not confirm a message, or did not answer although the list of a member master names it, and has sent
    /// nothing since: its client may have ended without a farewell. It changes in an object that was read before.
    /// </summary>
    public bool IsDoubtful => Member.IsDoubtful;

    /// <summary>
    /// True when the member announces encryption and gives no key, as FeiQ does: messages to it are refused after a second, except
    /// with -Encryption Off. It changes in an object that was read before.
    /// </summary>
    public bool GivesNoKey => Member.GivesNoKey;

    /// <summary>
    /// True when the key of the member is pinned, its former address does not answer, and nothing proves that it is at this one: a signed
    /// message of it does. Until then it gets encrypted messages only. It changes in an object that was read before.
    /// </summary>
    public bool IsAddressUnproved => Member.IsAddressUnproved;

    /// <summary>
    /// Confirmations in the member's name, or from its address, of messages that were not sent to it. A number that rises quickly means
    /// that somebody tries to guess the numbers of messages.
    /// </summary>
    public int WrongConfirmations => Member.WrongConfirmations;

    /// <summary>When it was first seen.</summary>
    public DateTimeOffset FirstSeen => Member.FirstSeen;

    /// <summary>When its last entry came, or its last confirmation of a message; or the host list that alone names it.</summary>
    public DateTimeOffset LastSeen => Member.LastSeen;

    /// <summary>By nickname, then by address.</summary>
    public int CompareTo(IpMsgMember? other)
    {
        if (other is null)
            return 1;
        int byName = string.Compare(NickName, other.NickName, StringComparison.CurrentCultureIgnoreCase);
        return byName != 0 ? byName : string.CompareOrdinal(EndPoint, other.EndPoint);
    }

    int IComparable.CompareTo(object? obj) => CompareTo(obj as IpMsgMember);

    /// <summary>Equal when user, host and endpoint are.</summary>
    public bool Equals(IpMsgMember? other) => other is not null && Member.EndPoint.Equals(other.Member.EndPoint)
        && string.Equals(Member.UserName, other.Member.UserName, StringComparison.OrdinalIgnoreCase)
        && string.Equals(HostName, other.HostName, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IpMsgMember);

    /// <inheritdoc/>
    public override int GetHashCode() => Member.EndPoint.GetHashCode();

    /// <summary>The nickname, with control characters made harmless.</summary>
    public override string ToString() => SafeText.Line(NickName);
}
