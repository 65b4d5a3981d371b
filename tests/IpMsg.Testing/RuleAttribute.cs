using System;
using System.Collections.Generic;

namespace IpMsg.Testing;

/// <summary>Names the wire rules of docs/protocol that a test method proves. RuleCoverageTests reads it in every test project.</summary>
/// <param name="numbers">The numbers of the rules: 44 for R44.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RuleAttribute(params int[] numbers) : Attribute
{
    /// <summary>The numbers of the rules.</summary>
    public IReadOnlyList<int> Numbers => numbers;
}
