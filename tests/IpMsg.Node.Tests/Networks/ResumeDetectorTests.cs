using System;
using IpMsg.Node.Networks;
using Xunit;

namespace IpMsg.Node.Tests.Networks;

public sealed class ResumeDetectorTests
{
    private DateTimeOffset _now = new(2026, 11, 27, 22, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_gap_between_two_ticks_is_a_sleep_once()
    {
        var detector = new ResumeDetector(() => _now);
        Assert.False(After(detector, ResumeDetector.Interval));
        Assert.False(After(detector, TimeSpan.FromSeconds(59)));
        Assert.True(After(detector, TimeSpan.FromHours(9)));
        Assert.False(After(detector, ResumeDetector.Interval));
        Assert.True(After(detector, TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void A_clock_that_is_put_back_is_no_sleep()
    {
        var detector = new ResumeDetector(() => _now);
        Assert.False(After(detector, TimeSpan.FromHours(-3)));
        Assert.False(After(detector, ResumeDetector.Interval));
    }

    private bool After(ResumeDetector detector, TimeSpan time)
    {
        _now += time;
        return detector.Tick();
    }
}
