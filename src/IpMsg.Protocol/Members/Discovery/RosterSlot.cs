namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The slot of a member in the roster. It stays when an entry of the member replaces the object.</summary>
internal sealed class RosterSlot(Member member, RosterTier tier)
{
    internal Member Member { get; set; } = member;

    internal RosterTier Tier { get; set; } = tier;

    /// <summary>The position in the list of all members.</summary>
    internal int Index { get; set; }

    /// <summary>Rises with every use: the lowest one in a tier was used least recently.</summary>
    internal long LastUse { get; set; }

    /// <summary>The slot in the same tier that was used just before this one.</summary>
    internal RosterSlot? Earlier { get; set; }

    /// <summary>The slot in the same tier that was used just after this one.</summary>
    internal RosterSlot? Later { get; set; }
}
