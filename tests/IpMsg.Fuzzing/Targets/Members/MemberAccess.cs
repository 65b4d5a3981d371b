using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>The state of a member that its tables keep to themselves.</summary>
internal static class MemberAccess
{
    private static readonly FieldInfo s_byEndPoint =
        typeof(Roster).GetField("_byEndPoint", BindingFlags.Instance | BindingFlags.NonPublic)!;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_context")]
    internal static extern ref MemberContext Context(MemberMachine machine);

    /// <summary>The number of endpoints with a member.</summary>
    internal static int EndPoints(MemberMachine machine) => ((ICollection)s_byEndPoint.GetValue(Context(machine).Roster)!).Count;
}
