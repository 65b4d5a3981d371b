using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>Waits for what will come true, with patience for busy machines.</summary>
internal static class Eventually
{
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    internal static void True(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > MaxWait)
                Assert.Fail("It did not come true that " + what + ".");
            Thread.Sleep(2);
        }
    }
}
