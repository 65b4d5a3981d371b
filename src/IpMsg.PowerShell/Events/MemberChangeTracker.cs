using System;
using System.Collections.Generic;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Events;

/// <summary>The members that the handlers know. Members repeat their entries; only changes raise an event.</summary>
internal sealed class MemberChangeTracker
{
    private const int MaxPresent = 131_072;

    private readonly Dictionary<NameKey, Member> _present = [];

    /// <param name="present">The members known now.</param>
    /// <param name="since">Members that were first seen after this still raise an event.</param>
    internal MemberChangeTracker(IEnumerable<Member> present, DateTimeOffset since)
    {
        foreach (var member in present)
        {
            if (member.FirstSeen <= since)
                _present[KeyOf(member)] = member;
        }
    }

    /// <summary>The event for an item of the node; null for none.</summary>
    internal IpMsgMemberEventArgs? Update(MemberEvent seen)
    {
        var member = seen switch
        {
            MemberSeen { Member: var present } => present,
            MemberGone { Member: var left } => left,
            _ => null,
        };
        if (member is null)
            return null;
        // The events of members that have gone get lost when a handler is slow. So many members are forged.
        if (_present.Count >= MaxPresent)
            _present.Clear();
        bool wasThere = _present.TryGetValue(KeyOf(member), out var before);
        if (seen is MemberGone)
        {
            _present.Remove(KeyOf(member));
            return Changed(member, IpMsgMemberChange.Left);
        }
        _present[KeyOf(member)] = member;
        if (!wasThere)
            return Changed(member, IpMsgMemberChange.Joined);
        return IsSame(before!, member) ? null : Changed(member, IpMsgMemberChange.Changed);
    }

    private static IpMsgMemberEventArgs Changed(Member member, IpMsgMemberChange change) => new(new IpMsgMember(member), change);

    private static NameKey KeyOf(Member member) => new(member.UserName, member.HostName);

    private static bool IsSame(Member before, Member now) =>
        before.NickName == now.NickName && before.GroupName == now.GroupName
        && before.AbsenceTitle == now.AbsenceTitle && before.IsAbsent == now.IsAbsent
        && before.Status == now.Status && before.ClientVersion == now.ClientVersion
        && before.IsFromHostList == now.IsFromHostList && before.EndPoint.Equals(now.EndPoint);
}
