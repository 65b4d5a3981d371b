namespace IpMsg.Protocol.Members.Keys;

/// <summary>Something that cannot go on without somebody's public key.</summary>
internal interface IKeyWaiter
{
    /// <summary>The key is there, or, when null, the question has remained without an answer.</summary>
    void OnKey(KnownKey? key);
}
