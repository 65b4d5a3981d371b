using System;
using IpMsg.PowerShell.Chat;
using Xunit;

namespace IpMsg.PowerShell.Tests.Chat;

public sealed class ReceivedItemsTests
{
    [Fact]
    public void Items_are_found_by_number_and_the_last_of_a_type_without_one()
    {
        var items = new ReceivedItems();
        string first = "one", second = "two";
        var other = new Version(1, 0);
        Assert.Equal(1, items.Add(first));
        Assert.Equal(2, items.Add(second));
        Assert.Equal(3, items.Add(other));
        Assert.Same(first, items.Find<string>(1));
        Assert.Same(second, items.Find<string>(null));
        Assert.Null(items.Find<string>(3));
        Assert.Null(items.Find<string>(4));
        items.Remove(second);
        Assert.Same(first, items.Find<string>(null));
        Assert.Same(other, items.Find<Version>(null));
    }

    [Fact]
    public void The_oldest_of_many_are_forgotten()
    {
        var items = new ReceivedItems();
        for (int i = 0; i < 1_001; i++)
            items.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(items.Find<string>(1));
        Assert.Equal("1", items.Find<string>(2));
        Assert.Equal("1000", items.Find<string>(null));
    }
}
