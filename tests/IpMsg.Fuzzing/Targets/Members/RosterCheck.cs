using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>Both indexes of the roster have the same members (R26), and the events tell of every change.</summary>
internal sealed class RosterCheck : IStageCheck
{
    private readonly HashSet<Member> _told = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string, string), Member> _byName = [];

    public void After(StageCall call, MemberMachine machine)
    {
        foreach (var raised in call.Events)
        {
            if (raised is MemberSeen { Member: var seen })
                OnSeen(seen);
            else if (raised is MemberGone { Member: var gone })
                Require.That(_told.Remove(gone) && _byName.Remove(KeyOf(gone)), "a member is gone that was not there");
        }
        Require.That(MemberAccess.EndPoints(machine) == machine.MemberCount && machine.MemberCount == _told.Count, "number of members");
        foreach (var member in machine.Members)
        {
            Require.That(ReferenceEquals(machine.MemberAt(member.EndPoint), member), "index of endpoints");
            Require.That(_told.Contains(member), "a member without an event");
        }
    }

    private void OnSeen(Member seen)
    {
        if (_byName.TryGetValue(KeyOf(seen), out var former))
            _told.Remove(former);
        _byName[KeyOf(seen)] = seen;
        _told.Add(seen);
    }

    // Names differ by more than case.
    private static (string, string) KeyOf(Member member) =>
        (member.UserName.ToUpperInvariant(), member.HostName.ToUpperInvariant());
}
