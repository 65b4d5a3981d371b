namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// The parts of the inbox (R119), from what anybody can forge to what nobody else can. No part uses up the room of another one.
/// </summary>
internal enum InboxPart : byte
{
    /// <summary>From addresses that have answered nothing.</summary>
    Unproved,
    /// <summary>From members that have answered an entry. Such an answer can be forged, but takes more than a message does.</summary>
    Reached,
    /// <summary>From members that have confirmed a message or given their key, and from those whose key is established.</summary>
    Answering,
    /// <summary>With a valid signature of an established key (R72).</summary>
    Signed,
}
