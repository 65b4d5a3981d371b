namespace IpMsg.Protocol.Members.Keys;

/// <summary>Waits for the public key of a member.</summary>
internal interface IKeyWaiter
{
    /// <summary>True when the user wants the key: its member is one that the user knows.</summary>
    bool IsOfUser { get; }

    /// <summary>Receives the key; null without an answer.</summary>
    void OnKey(KnownKey? key);
}
