using Xunit;

namespace IpMsg.Protocol.Tests.Members;

/// <summary>Tests that measure the memory of the whole process, and so run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    internal const string Name = "Alone";
}
