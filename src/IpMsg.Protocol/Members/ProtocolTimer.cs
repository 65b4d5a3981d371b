namespace IpMsg.Protocol.Members;

/// <summary>Something that wants to be woken. It has one due time; setting another forgets the first.</summary>
internal abstract class ProtocolTimer
{
    /// <summary>When it rings, in monotonic milliseconds; <see cref="Moment.Never"/> when it does not.</summary>
    internal long DueAt { get; set; } = Moment.Never;

    /// <summary>It is time. <see cref="DueAt"/> has been cleared already.</summary>
    internal abstract void OnExpired();
}
