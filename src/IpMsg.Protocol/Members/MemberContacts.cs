using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.Protocol.Members;

/// <summary>The calls of a <see cref="MemberMachine"/> for members that no broadcast may reach.</summary>
internal static class MemberContacts
{
    /// <summary>The endpoints that get each entry of this member by unicast (R131).</summary>
    internal static ContactPlaces Contacts(this MemberMachine machine, Moment now) => machine.At(now).Parts.Announcer.Contacts;
}
