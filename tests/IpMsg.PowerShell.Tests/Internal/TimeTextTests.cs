using System;
using System.Globalization;
using System.Management.Automation;
using IpMsg.PowerShell.Internal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData(0, "now")]
    [InlineData(-30, "now")]
    [InlineData(41, "41s")]
    [InlineData(3 * 60 + 5, "3m")]
    [InlineData(2 * 3_600 + 5, "2h")]
    [InlineData(400 * 86_400, "400d")]
    public void Ago_is_short(int seconds, string shown) => Assert.Equal(shown, TimeText.Ago(DateTimeOffset.UtcNow.AddSeconds(-seconds)));

    [Fact]
    public void The_clock_says_as_much_as_is_needed()
    {
        var now = DateTimeOffset.Now;
        Assert.Equal(now.ToString("HH:mm:ss", CultureInfo.InvariantCulture), TimeText.Clock(now));
        Assert.Equal(now.AddYears(-2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), TimeText.Clock(now.AddYears(-2)));
        // New Year's Day has no day before it in its year.
        if (now.DayOfYear > 2)
            Assert.Equal(now.AddDays(-2).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture), TimeText.Clock(now.AddDays(-2)));
    }

    [Fact]
    public void Times_that_went_through_a_file_are_times_still()
    {
        var time = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero);
        object revived = PSSerializer.Deserialize(PSSerializer.Serialize(time, 2));
        Assert.IsNotType<DateTimeOffset>(revived is PSObject wrapped ? wrapped.BaseObject : revived);
        Assert.Equal(TimeText.Full(time), TimeText.Full(revived));
        Assert.Equal("", TimeText.Full(null) + TimeText.Clock(new PSObject()) + TimeText.Ago("never") + TimeText.Milliseconds(null));
        Assert.Equal("1.5", TimeText.Milliseconds(1.5));
    }
}
