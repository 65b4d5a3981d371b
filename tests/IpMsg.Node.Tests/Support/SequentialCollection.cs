using Xunit;

namespace IpMsg.Node.Tests.Support;

/// <summary>Tests that nothing else may run beside: they measure time.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class SequentialCollection;
