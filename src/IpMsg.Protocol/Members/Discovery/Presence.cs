using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The presence of this member: nickname, group and absence (R28).</summary>
internal sealed class Presence
{
    private readonly MemberSettings _settings;
    private readonly Dictionary<(Encoding, bool), (byte[] User, byte[] Host)> _headerNames = [];

    internal Presence(MemberSettings settings)
    {
        _settings = settings;
        NickName = settings.NickName;
        GroupName = settings.GroupName;
    }

    internal string NickName { get; private set; }

    internal string GroupName { get; private set; }

    internal bool IsAbsent { get; private set; }

    internal string AbsenceTitle { get; private set; } = "";

    internal string AbsenceMessage { get; private set; } = "";

    /// <summary>The number of absences so far: each sender gets one automatic reply in each absence.</summary>
    internal int AbsencePeriod { get; private set; }

    internal EntryFlags Status => _settings.Announced | (IsAbsent ? EntryFlags.Absent : EntryFlags.None);

    /// <summary>The nickname in packets, with the absence decoration.</summary>
    internal string WireNickName => IsAbsent ? NickNameDecoration.Add(NickName, AbsenceTitle) : NickName;

    internal PresenceInfo ToInfo() => new(NickName, GroupName, IsAbsent, AbsenceTitle, AbsenceMessage);

    /// <summary>Changes the presence. Null keeps a value; an empty title ends the absence.</summary>
    internal void Change(string? nickName, string? groupName, (string Title, string Message)? absence)
    {
        if (nickName is not null)
            NickName = HeaderName.Tidy(nickName) is { Length: > 0 } tidy ? tidy : _settings.UserName;
        if (groupName is not null)
            GroupName = HeaderName.Tidy(groupName);
        if (absence is { } wanted && wanted.Title.Length > 0)
            SetAbsent(HeaderName.Tidy(wanted.Title), OutgoingMessage.EndLinesWithLineFeed(wanted.Message));
        else if (absence is not null)
            SetPresent();
    }

    private void SetAbsent(string title, string message)
    {
        IsAbsent = true;
        AbsenceTitle = title;
        AbsenceMessage = message;
        AbsencePeriod++;
    }

    private void SetPresent()
    {
        IsAbsent = false;
        AbsenceTitle = AbsenceMessage = "";
    }

    /// <summary>True when all own names are in ASCII, and so the same in every encoding.</summary>
    internal bool HasAsciiNames
    {
        get
        {
            string names = WireNickName + GroupName + _settings.UserName + _settings.HostName;
            return Encoding.UTF8.GetByteCount(names) == names.Length;
        }
    }

    internal bool IsSelf(string user, string host) =>
        string.Equals(user, _settings.UserName, System.StringComparison.OrdinalIgnoreCase)
        && string.Equals(host, _settings.HostName, System.StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of the header in an encoding, cached because every packet needs them.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="isBare">True for the user name without its fingerprint.</param>
    internal (byte[] User, byte[] Host) HeaderNames(Encoding encoding, bool isBare = false)
    {
        if (!_headerNames.TryGetValue((encoding, isBare), out var names))
        {
            string user = isBare ? FingerprintName.Bare(_settings.UserName) : _settings.UserName;
            names = (HeaderName.Encode(user, encoding), HeaderName.Encode(_settings.HostName, encoding));
            _headerNames[(encoding, isBare)] = names;
        }
        return names;
    }
}
