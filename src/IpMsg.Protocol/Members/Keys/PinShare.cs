namespace IpMsg.Protocol.Members.Keys;

/// <summary>The shares of the <see cref="KeyRing"/> (R72).</summary>
internal enum PinShare
{
    /// <summary>It has no place.</summary>
    None,
    /// <summary>In memory only, until enough others have come: there is no place to keep it.</summary>
    Passing,
    /// <summary>Kept; nothing shows that its member exists.</summary>
    Unproved,
    /// <summary>Kept; its member was in touch with the user.</summary>
    Known,
}
