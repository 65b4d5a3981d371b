namespace IpMsg.Protocol.Encryption;

/// <summary>
/// The last number of an encrypted request that one recipient of an offer has shown (R92). A request that was overheard and is sent again
/// does not get through.
/// </summary>
/// <param name="Last">The last number; null before the first.</param>
public readonly record struct RequestReplay(uint? Last)
{
    /// <summary>False for a number that does not rise; else the state after it.</summary>
    /// <param name="number">The appended number, or the header's where none is appended.</param>
    /// <param name="next">What to remember from now on.</param>
    public bool TryAccept(uint number, out RequestReplay next)
    {
        bool isNew = Last is not { } last || number > last;
        next = isNew ? new RequestReplay(number) : this;
        return isNew;
    }
}
