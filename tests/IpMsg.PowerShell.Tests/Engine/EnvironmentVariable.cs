using System;
using System.Threading;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>
/// A variable with a value until disposed. The environment belongs to the whole process, so while it is changed for one test no other
/// test may change it, and tests that rely on it being clean belong to <see cref="SequentialCollection"/> too.
/// </summary>
internal sealed class EnvironmentVariable : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    internal EnvironmentVariable(string name, string? value)
    {
        _name = name;
        _before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
