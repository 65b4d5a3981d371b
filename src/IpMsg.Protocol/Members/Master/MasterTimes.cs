namespace IpMsg.Protocol.Members.Master;

/// <summary>The intervals of a member master and its users, in milliseconds.</summary>
/// <param name="PollMs">Between two polls of a user.</param>
/// <param name="CycleMs">Between two questions to a segment.</param>
internal sealed record MasterTimes(int PollMs, int CycleMs)
{
    /// <summary>The default: 60 seconds, and 180.</summary>
    internal static readonly MasterTimes Default = new(60_000, 180_000);

    /// <summary>How often the master looks after its segments and its list.</summary>
    internal const int TickMs = 2_000;

    /// <summary>How long an agent stays one without another order.</summary>
    internal long AgentMs => CycleMs + 10_000;

    /// <summary>After this silence the master asks a member whether it is there.</summary>
    internal long ProbeMs => CycleMs + 10_000;

    /// <summary>After this silence the master removes a member.</summary>
    internal long EvictMs => CycleMs + 16_000;

    /// <summary>A user without a poll for so long is no agent.</summary>
    internal long SilentMs => PollMs + 5_000;
}
