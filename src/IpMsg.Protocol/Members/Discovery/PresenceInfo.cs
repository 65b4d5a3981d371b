namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The presence of this member (R28).</summary>
/// <param name="NickName">The nickname, without an absence decoration.</param>
/// <param name="GroupName">The group; empty for none.</param>
/// <param name="IsAbsent">True while absent.</param>
/// <param name="AbsenceTitle">The title of the absence; empty when present.</param>
/// <param name="AbsenceMessage">The automatic reply during the absence (R47); empty for none.</param>
public sealed record PresenceInfo(string NickName, string GroupName, bool IsAbsent, string AbsenceTitle, string AbsenceMessage);
