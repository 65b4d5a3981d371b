namespace IpMsg.Protocol.Members;

/// <summary>The source of a member's packet numbers.</summary>
public interface IPacketNumbers
{
    /// <summary>
    /// Returns a new number for this user on this machine: greater than all numbers before, and at least the UNIX time in seconds. It
    /// should be hard to guess (R12).
    /// </summary>
    uint Next(Moment now);
}
