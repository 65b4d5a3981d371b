using System.Collections.Generic;
using System.IO;

namespace IpMsg.Node.TestChild.Kills;

/// <summary>What came of the messages of many killed sessions.</summary>
internal sealed record KillFigures
{
    /// <summary>The number of sessions that were ended with SIGKILL.</summary>
    internal int Killed { get; init; }

    /// <summary>The number of sessions that were ended with SIGTERM.</summary>
    internal int Terminated { get; init; }

    /// <summary>How many of both were ended before they were ready.</summary>
    internal int EndedAtStart { get; init; }

    /// <summary>The number of messages.</summary>
    internal int Sent { get; init; }

    /// <summary>The number of repetitions that the peer sent.</summary>
    internal int Repeated { get; init; }

    /// <summary>The number of messages that the peer saw confirmed.</summary>
    internal int Confirmed { get; init; }

    /// <summary>How many of them a later session than the one that confirmed them has received.</summary>
    internal int ReceivedLater { get; init; }

    /// <summary>
    /// Confirmed messages that the store says were taken, of which no session has printed that: the process was ended between the two. At
    /// most one for each end.
    /// </summary>
    internal int EndedWhileTaken { get; init; }

    /// <summary>The messages that were confirmed and never received.</summary>
    internal IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>The messages that were received more than once.</summary>
    internal IReadOnlyList<string> Twice { get; init; } = [];

    /// <summary>The messages that were received and never sent, or received without ever being confirmed.</summary>
    internal IReadOnlyList<string> Unexpected { get; init; } = [];

    internal bool IsExact =>
        Lost.Count + Twice.Count + Unexpected.Count == 0 && Confirmed == Sent && EndedWhileTaken <= Killed + Terminated;

    internal void Print(TextWriter output)
    {
        output.WriteLine($"sessions ended with SIGKILL                      {Killed,9:N0}");
        output.WriteLine($"sessions ended with SIGTERM                      {Terminated,9:N0}");
        output.WriteLine($"  of both, before the session was ready          {EndedAtStart,9:N0}");
        output.WriteLine($"messages sent                                    {Sent,9:N0}");
        output.WriteLine($"repetitions sent                                 {Repeated,9:N0}");
        output.WriteLine($"messages confirmed                               {Confirmed,9:N0}");
        output.WriteLine($"  of them received by a later session            {ReceivedLater,9:N0}");
        output.WriteLine($"  of them being taken when the session ended     {EndedWhileTaken,9:N0}");
        output.WriteLine($"lost                                             {Lost.Count,9:N0} {string.Join(' ', Lost)}".TrimEnd());
        output.WriteLine($"received twice                                   {Twice.Count,9:N0} {string.Join(' ', Twice)}".TrimEnd());
        output.WriteLine($"received and not confirmed                       {Unexpected.Count,9:N0} {string.Join(' ', Unexpected)}"
            .TrimEnd());
    }
}
