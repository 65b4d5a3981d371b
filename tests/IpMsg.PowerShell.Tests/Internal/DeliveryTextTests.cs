using System;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Internal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

/// <summary>What the table of deliveries says of files, also of deserialized ones.</summary>
public sealed class DeliveryTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Waiting:0", "waiting")]
    [InlineData("Sending:0", "sending")]
    [InlineData("Taken:1", "taken")]
    [InlineData("Sending:1", "taken")]
    [InlineData("Withdrawn:1", "taken")]
    [InlineData("Taken:1:incomplete", "incomplete")]
    [InlineData("Released:0", "declined")]
    [InlineData("Expired:0", "expired")]
    [InlineData("Taken:1 Taken:3", "2 taken")]
    [InlineData("Waiting:0 Waiting:0 Waiting:0", "3 waiting")]
    [InlineData("Taken:1 Waiting:0", "1 of 2 taken")]
    [InlineData("Released:0 Waiting:0", "0 of 2 taken")]
    public void Files_says_what_became_of_them(string offers, string text) => Assert.Equal(text, DeliveryText.Files(Delivery(offers)));

    [Fact]
    public void The_list_has_a_line_for_each_with_the_reason() =>
        Assert.Equal("a: taken\na: declined (It was\u241B[31m given up.)",
            DeliveryText.FileLines(Delivery("Taken:1 Released:0::It_was\u001b[31m_given_up.")));

    private static PSObject Delivery(string offers)
    {
        var delivery = new PSObject();
        delivery.Properties.Add(new PSNoteProperty("Offers",
            offers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Offer).ToArray()));
        return delivery;
    }

    private static PSObject Offer(string text)
    {
        string[] parts = text.Split(':');
        var offer = new PSObject();
        offer.Properties.Add(new PSNoteProperty("Name", "a"));
        offer.Properties.Add(new PSNoteProperty("State", parts[0]));
        offer.Properties.Add(new PSNoteProperty("TimesTaken", int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)));
        offer.Properties.Add(new PSNoteProperty("IsIncomplete", parts.ElementAtOrDefault(2) == "incomplete"));
        offer.Properties.Add(new PSNoteProperty("Reason", parts.ElementAtOrDefault(3)?.Replace('_', ' ')));
        return offer;
    }
}
