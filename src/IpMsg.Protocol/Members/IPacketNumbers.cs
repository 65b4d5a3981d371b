namespace IpMsg.Protocol.Members;

/// <summary>Where a member's packet numbers come from.</summary>
public interface IPacketNumbers
{
    /// <summary>
    /// A number never given before to this user on this machine, greater than all before it and not below the UNIX time in seconds
    /// when that has moved past them. It should be hard to guess (R12).
    /// </summary>
    uint Next(Moment now);
}
