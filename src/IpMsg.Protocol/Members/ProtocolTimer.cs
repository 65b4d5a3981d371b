namespace IpMsg.Protocol.Members;

/// <summary>A timer of the protocol. It has one due time; setting it again replaces the time.</summary>
internal abstract class ProtocolTimer
{
    /// <summary>The due time in monotonic milliseconds; <see cref="Moment.Never"/> when the timer is not set.</summary>
    internal long DueAt { get; set; } = Moment.Never;

    /// <summary>Handles the expiry. <see cref="DueAt"/> is cleared before.</summary>
    internal abstract void OnExpired();
}
