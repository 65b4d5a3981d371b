using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>
/// What a machine keeps is the same after three days and after thirty, except the last messages, up to their limits. Nothing is lost or
/// received twice meanwhile. With SOAK_RESULTS=(folder) the figures of each night go into month.csv there.
/// </summary>
[Collection(MemoryCollection.Name)]
public class MonthTests
{
    private const int MaxSent = 16_384, MaxTaken = 1_000, MaxReplays = 1_024, MaxTimers = 64, MaxForms = 6, MaxShares = 12;

    // A sent message with its datagram, or a received one.
    private const int MaxBytes = 2_048;

    private const long MaxGrowth = 1_000_000;

    // The tables of messages. Others have an entry or two for each member.
    private static readonly Dictionary<string, int> s_limits = new()
    {
        ["SentHistory._deliveries"] = MaxSent,
        ["SentHistory._order"] = MaxSent,
        ["SentHistory._byNumber"] = 2 * MaxSent,
        ["OfferList._entries"] = MaxForms * MaxSent,
        ["OfferList._files"] = MaxSent,
        ["Delivery.<Offers>k__BackingField"] = MaxSent,
        ["Delivery.<Recipients>k__BackingField"] = MaxSent,
        ["Inbox._taken"] = MaxTaken,
        ["IncomingMessage.<Attachments>k__BackingField"] = MaxTaken,
        ["ReplayMemory._seen"] = MaxReplays + 2 * Month.Members,
        ["ReplayShare._messages"] = MaxReplays + 2 * Month.Members,
        ["TimerQueue._heap"] = MaxTimers,
        // Several limits have an entry for each member.
        ["Share._usedUntil"] = MaxShares * Month.Members,
    };

    [Fact(Explicit = true)]
    [Trait("Category", "Soak")]
    public void A_machine_keeps_no_more_after_a_month_than_after_three_days()
    {
        var month = new Month();
        var nights = new List<IReadOnlyDictionary<string, int>[]>();
        var memory = new List<long>();
        for (int day = 0; day < Month.Days; day++)
        {
            month.Pass(day);
            month.Mail.EndDay();
            nights.Add([.. month.Machines.Select(TableSizes.Of)]);
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        Print(month, nights, memory);

        Assert.Empty(month.Mail.Faults);
        Assert.InRange(month.Mail.Unconfirmed, 1, month.Mail.Confirmed / 20);
        Assert.True(month.Mail.Broadcasts > 1_000);
        Assert.Empty(Grown(nights[Month.BusyDays - 1], nights[^1]));
        // The busy members have filled their tables by the third day.
        var later = nights.Skip(Month.BusyDays - 1);
        Assert.All(later, static night => Assert.Equal(MaxSent, night.Max(static each => each["SentHistory._deliveries"])));
        Assert.All(later, static night => Assert.True(night.Max(static each => each["ReplayMemory._seen"]) >= MaxReplays));
        long messages = Messages(nights[^1]) - Messages(nights[Month.BusyDays - 1]);
        Assert.InRange(memory[^1] - memory[Month.BusyDays - 1], long.MinValue, messages * MaxBytes + MaxGrowth);
    }

    // A table that has grown beyond what it is for.
    private static IEnumerable<string> Grown(IReadOnlyDictionary<string, int>[] before, IReadOnlyDictionary<string, int>[] after)
    {
        foreach (var (early, late) in before.Zip(after))
        {
            foreach (var (name, size) in late)
            {
                int limit = s_limits.TryGetValue(name, out int most) ? most : Math.Max(2 * Month.Members, early.GetValueOrDefault(name));
                if (size > limit)
                    yield return $"{name}: from {early.GetValueOrDefault(name)} to {size}";
            }
        }
    }

    private static int Messages(IReadOnlyDictionary<string, int>[] night) =>
        Sum(night, "SentHistory._deliveries") + Sum(night, "Inbox._taken");

    private static int Sum(IReadOnlyDictionary<string, int>[] night, string name) => night.Sum(each => each.GetValueOrDefault(name));

    private static void Print(Month month, List<IReadOnlyDictionary<string, int>[]> nights, List<long> memory)
    {
        string[] lines =
        [
            "day,memory_kb,sent,received,members,timers,replays,entries",
            .. nights.Select((night, day) => string.Join(',', (object[])
            [
                day + 1, memory[day] / 1_024, Sum(night, "SentHistory._deliveries"), Sum(night, "Inbox._taken"),
                Sum(night, "Roster._byName"), Sum(night, "TimerQueue._heap"), Sum(night, "ReplayMemory._seen"),
                night.Sum(static each => each.Where(static table => !s_limits.ContainsKey(table.Key)).Sum(static table => table.Value)),
            ])),
        ];
        var mail = month.Mail;
        foreach (string line in lines.Append(FormattableString.Invariant(
            $"{mail.Confirmed} confirmed, {mail.Unconfirmed} not, {mail.Broadcasts} received broadcasts, {month.Lan.Arrived} datagrams")))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("SOAK_RESULTS") is { Length: > 0 } folder)
            File.WriteAllLines(Path.Combine(folder, "month.csv"), lines);
    }
}
