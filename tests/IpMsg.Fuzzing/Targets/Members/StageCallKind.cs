namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>The kinds of calls of a machine.</summary>
internal enum StageCallKind
{
    /// <summary>A datagram arrives.</summary>
    Receive,
    /// <summary>A timer is due.</summary>
    Advance,
    /// <summary>The user, the disk or another thread calls.</summary>
    Command,
}
