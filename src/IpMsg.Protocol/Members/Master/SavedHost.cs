using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A member in the saved list of a master.</summary>
/// <param name="Entry">Names, status and place.</param>
/// <param name="Segment">The segment that has reported it.</param>
/// <param name="PollNumber">The highest packet number of its polls; 0 when it has not polled.</param>
internal sealed record SavedHost(HostListEntry Entry, Segment Segment, long PollNumber = 0);
