using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>Who we are to others: names, group, absence (R28).</summary>
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

    internal string NickName { get; set; }

    internal string GroupName { get; set; }

    internal bool IsAbsent { get; private set; }

    internal string AbsenceTitle { get; private set; } = "";

    internal string AbsenceMessage { get; private set; } = "";

    /// <summary>Counts the absences, so that each sender gets one automatic reply in each.</summary>
    internal int AbsencePeriod { get; private set; }

    internal EntryFlags Status => _settings.Announced | (IsAbsent ? EntryFlags.Absent : EntryFlags.None);

    /// <summary>The nickname as it travels.</summary>
    internal string WireNickName => IsAbsent ? NickNameDecoration.Decorated(NickName, AbsenceTitle) : NickName;

    internal void BeAbsent(string title, string message)
    {
        IsAbsent = true;
        AbsenceTitle = title;
        AbsenceMessage = message;
        AbsencePeriod++;
    }

    internal void BePresent()
    {
        IsAbsent = false;
        AbsenceTitle = AbsenceMessage = "";
    }

    internal bool IsSelf(string user, string host) =>
        string.Equals(user, _settings.UserName, System.StringComparison.OrdinalIgnoreCase)
        && string.Equals(host, _settings.HostName, System.StringComparison.OrdinalIgnoreCase);

    /// <summary>The header's names in an encoding; every packet needs them, so each encoding is worked out once.</summary>
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
