namespace IpMsg.Protocol.Members.Keys;

/// <summary>Waits for the public key of a member.</summary>
internal interface IKeyWaiter
{
    /// <summary>Receives the key; null without an answer.</summary>
    void OnKey(KnownKey? key);
}
