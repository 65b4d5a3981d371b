using System;
using IpMsg.Node.Interop;
using Xunit;

namespace IpMsg.Node.Tests.Interop;

public sealed class NodeClockTests
{
    [Fact]
    public void Both_clocks_run()
    {
        var first = NodeClock.Now;
        Assert.InRange((DateTimeOffset.UtcNow - first.Wall).TotalSeconds, -1, 5);
        Assert.Equal(TimeSpan.Zero, first.Wall.Offset);
        var last = first;
        while (last.Milliseconds < first.Milliseconds + 20)
        {
            var next = NodeClock.Now;
            Assert.True(next.Milliseconds >= last.Milliseconds);
            last = next;
        }
        Assert.InRange((last.Wall - first.Wall).TotalMilliseconds, 10, 5_000);
    }
}
