using IpMsg.Protocol.Members;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>Something that must be true of a member after every call. Throws when it is not.</summary>
internal interface IStageCheck
{
    /// <summary>Looks at a call and what came out of it.</summary>
    void After(StageCall call, MemberMachine machine);
}
