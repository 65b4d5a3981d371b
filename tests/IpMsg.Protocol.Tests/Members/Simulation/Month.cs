using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>
/// A month of an office on a bad network. Some members run without a pause; the others enter every morning and leave every evening. Until
/// the third day two of them send as much as the bounded tables hold.
/// </summary>
internal sealed class Month
{
    internal const int Members = 60, Days = 30, BusyDays = 3;

    /// <summary>The members from this index on leave every evening.</summary>
    internal const int FirstOfOffice = 40;

    internal const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    private const int Keyed = 12, MessagesADay = 10, SignedOfBusy = 360, PlainOfBusy = 6_000;

    // In the night nothing is under way.
    private const long Night = 3 * Hour;

    private readonly SeededRandom _random = new(30);
    private readonly MonthMember[] _members;

    internal Month()
    {
        Lan = new SimulatedLan(2026, new LanConditions { Loss = 0.1, Duplication = 0.1, MinDelay = 1, MaxDelay = 200 });
        _members = [.. Enumerable.Range(0, Members).Select(index => new MonthMember(Lan, index, hasKeys: index < Keyed, Mail))];
    }

    internal SimulatedLan Lan { get; }

    internal MonthMail Mail { get; } = new();

    /// <summary>The machines that run without a pause.</summary>
    internal IEnumerable<MemberMachine> Machines => _members.Take(FirstOfOffice).Select(static each => each.Machine!);

    /// <summary>Lets a day pass, until three in the morning of the next one.</summary>
    internal void Pass(int day)
    {
        long start = day * Day;
        foreach (var member in _members)
            Plan(member, start);
        PlanBusy(start, day < BusyDays ? PlainOfBusy : MessagesADay, day < BusyDays ? SignedOfBusy : MessagesADay);
        // A switch fails for an hour: nobody hears the first half of the members any more, except themselves.
        Lan.At(start + 15 * Hour, () => Cut(day % 7 == 4 ? 1 : 0));
        Lan.At(start + 16 * Hour, () => Cut(0));
        for (long at = 1; at <= 24; at++)
            Lan.At(start + at * Hour, Read);
        Lan.RunUntil(start + Day + Night);
        Read();
    }

    private void Plan(MonthMember member, long start)
    {
        bool isOfOffice = member.Index >= FirstOfOffice;
        long begins = start + 8 * Hour + _random.Next(0, (int)(2 * Hour)), ends = start + 17 * Hour + _random.Next(0, (int)(2 * Hour));
        if (isOfOffice || start == 0)
            Lan.At(begins, member.Enter);
        if (isOfOffice)
            Lan.At(ends, member.Leave);
        long At() => begins + _random.Next(1, (int)(ends - begins));
        Lan.At(start + 12 * Hour + _random.Next(0, (int)Hour), () => member.SetAbsence(true));
        Lan.At(start + 13 * Hour + _random.Next(0, (int)Hour), () => member.SetAbsence(false));
        Lan.At(At(), member.Refresh);
        Lan.At(At(), () => member.Ask(Another(member)));
        Lan.At(At(), () => member.Offer(Another(member)));
        Lan.At(At(), () => member.Send([.. Enumerable.Range(0, 8).Select(_ => Another(member)).Distinct()]));
        if (member.Index % 10 == 0)
            Lan.At(At(), member.Broadcast);
        for (int i = 0; i < MessagesADay; i++)
            Lan.At(At(), () => member.Send([Another(member)]));
    }

    // Members without keys send plaintext. Two with keys fill a share of the memory of encrypted messages.
    private void PlanBusy(long start, int plain, int signed)
    {
        for (int i = 0; i < plain; i++)
            Lan.At(start + 10 * Hour + i * (6 * Hour / plain), () => _members[Keyed].Send([_members[Keyed + 1]]));
        for (int i = 0; i < signed; i++)
            Lan.At(start + 10 * Hour + i * (6 * Hour / signed), () => _members[0].Send([_members[1]]));
    }

    private MonthMember Another(MonthMember member) =>
        _members[(member.Index + _random.Next(1, Members)) % Members] is var other && (other.Index >= Keyed || member.Index >= Keyed)
            ? other
            : _members[Keyed + other.Index];

    private void Cut(int segment)
    {
        foreach (var member in _members.Take(Members / 2))
            member.Segment = segment;
    }

    private void Read()
    {
        foreach (var member in _members)
            member.Read();
    }
}
