using Xunit;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>Tests that nothing else may run beside: they change the environment, or measure time.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class SequentialCollection;
