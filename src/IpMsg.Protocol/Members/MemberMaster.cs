using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Protocol.Members;

/// <summary>What a <see cref="MemberMachine"/> is to a member master.</summary>
internal static class MemberMaster
{
    /// <summary>The master and what this member gets from it; null when it has no master.</summary>
    internal static MasterUser? MasterUser(this MemberMachine machine) => machine.Role?.User;

    /// <summary>The list that this member keeps for others; null when it is no master.</summary>
    internal static ListMaster? ListMaster(this MemberMachine machine) => machine.Role?.Master;

    /// <summary>Asks members that only a list names for an answer (R132); others are not asked.</summary>
    internal static void AskListed(this MemberMachine machine, Moment now, IEnumerable<IPEndPoint> members)
    {
        machine.At(now);
        foreach (var each in members)
            machine.Parts.Listed.Use(each);
    }

    /// <summary>Handles a dictionary that came over TCP.</summary>
    internal static void ReceiveDictionary(this MemberMachine machine, Moment now, ReadOnlySpan<byte> bytes, IPEndPoint from) =>
        machine.At(now).Parts.ReceiveOverTcp(bytes, from);

    /// <summary>Reports the end of a dictionary's transmission over TCP.</summary>
    internal static void CompleteSend(this MemberMachine machine, Moment now, DictionarySend send, bool isAccepted)
    {
        machine.At(now);
        send.Complete(isAccepted);
    }

    /// <summary>The list of a master, to save; null when this member is none.</summary>
    internal static IReadOnlyList<SavedHost>? SaveList(this MemberMachine machine) => machine.Role?.Master?.Save();

    /// <summary>Loads the list that an earlier process has saved.</summary>
    internal static void LoadList(this MemberMachine machine, Moment now, IEnumerable<SavedHost> hosts, long version) =>
        machine.At(now).Role?.Master?.Load(hosts, version);
}
