using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Fuzzing.Targets;
using IpMsg.Fuzzing.Targets.Members;

namespace IpMsg.Fuzzing;

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    private static readonly Func<FuzzTarget>[] s_new =
    [
        () => new PacketTarget(),
        () => new EntryTarget(),
        () => new TrailerTarget(),
        () => new HostListTarget(),
        () => new AttachmentsTarget(),
        () => new FolderTarget(),
        () => new FileRequestTarget(),
        () => new EnvelopeTarget(),
        () => new KeysTarget(),
        () => new IpDictTarget(),
        () => new DerTarget(),
        () => new NamesTarget(),
        () => new SafeTextTarget(),
        () => new TextTarget(),
        () => new MemberTarget(),
    ];

    /// <summary>The names, in the order in which they run.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. s_new.Select(make => make().Name)];

    /// <summary>A new instance of a target; null for an unknown name.</summary>
    internal static FuzzTarget? Create(string name) => Names.ToList().IndexOf(name) is >= 0 and var index ? s_new[index]() : null;
}
