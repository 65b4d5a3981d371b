using System.Collections.Generic;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Protocol.Members;

/// <summary>Loads what earlier processes of the user have received, so that a <see cref="MemberMachine"/> recognises repetitions.</summary>
internal static class MemberMessages
{
    /// <summary>
    /// Loads the digests of messages that earlier processes of the user have received: their repetitions are confirmed but not shown (R43).
    /// Call it before the first datagram.
    /// </summary>
    /// <param name="machine">The member.</param>
    /// <param name="now">The time.</param>
    /// <param name="hash">The hash that all processes of the user share.</param>
    /// <param name="messages">The digests of messages.</param>
    /// <param name="encrypted">The digests of encrypted messages.</param>
    internal static void LoadMessages(this MemberMachine machine, Moment now, SipHash128 hash, IEnumerable<DuplicateKey> messages,
        IEnumerable<DuplicateKey> encrypted) =>
        machine.At(now).Messages.Load(hash, messages, encrypted);

    /// <summary>Loads encrypted messages that processes of the user have shown: no copy of them is shown again (R116).</summary>
    internal static void LoadSeen(this MemberMachine machine, IEnumerable<SeenMessage> messages) => machine.Messages.Load(messages);
}
