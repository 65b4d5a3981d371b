using System;
using System.Collections.Generic;

namespace IpMsg.Protocol;

/// <summary>What the parts of a member share: the time, the alarms, the way out.</summary>
internal sealed class MemberContext
{
    internal MemberContext(MemberSettings settings, IPacketNumbers numbers, IRandomSource random)
    {
        Settings = settings;
        Numbers = numbers;
        Random = random;
        Presence = new Presence(settings);
    }

    internal MemberSettings Settings { get; }

    internal IPacketNumbers Numbers { get; }

    internal IRandomSource Random { get; }

    internal Presence Presence { get; }

    internal AlarmClock Alarms { get; } = new();

    internal Queue<MemberAction> Actions { get; } = new();

    internal MemberCounters Counters { get; } = new();

    /// <summary>The time of the event being handled.</summary>
    internal Moment Now { get; set; }

    /// <summary>True from the first farewell on: nothing is answered and nothing begun any more.</summary>
    internal bool IsLeaving { get; set; }

    internal uint NextNumber() => Numbers.Next(Now);

    internal void SetAlarm(Alarm alarm, long delayMs) => Alarms.Set(alarm, Now.Milliseconds + Math.Max(0, delayMs));

    internal void Tell(MemberActionKind kind, object? subject = null) => Actions.Enqueue(new MemberAction(kind, subject));
}
