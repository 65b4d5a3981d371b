namespace IpMsg.Protocol.Members.Master;

/// <summary>Whether the list of a master counts.</summary>
internal enum MasterTrust
{
    /// <summary>Another key than that of the master.</summary>
    Refused,

    /// <summary>The first key of the master, which the user has not compared with the master's.</summary>
    Unconfirmed,

    /// <summary>The confirmed key of the master.</summary>
    Confirmed,
}
