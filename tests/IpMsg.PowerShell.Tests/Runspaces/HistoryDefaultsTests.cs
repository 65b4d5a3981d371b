using System;
using System.IO;
using IpMsg.Node;
using IpMsg.Node.Storage.History;
using IpMsg.PowerShell.Runspaces;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>Settings of the message store, from parameters and from the environment.</summary>
[Collection("Alone")]
public sealed class HistoryDefaultsTests
{
    [Fact]
    public void Without_anything_messages_are_stored_in_the_users_own_folder()
    {
        using var store = new EnvironmentVariable("IPMSG_NOSTORE", null);
        var options = HistoryDefaults.Read();
        Assert.Equal(new HistoryOptions(), options);
        Assert.Equal((null, true, HistoryMode.Auto), (options.DataPath, options.UsesStore, options.Mode));
        Assert.Equal((HistoryLimits.DefaultMaxBytes, HistoryLimits.DefaultMaxAge), (options.Limits.MaxBytes, options.Limits.MaxAge));
        string own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        Assert.Equal(Path.Combine(own, "IpMsg", "history", "user-alice"), options.FolderOf("Alice"));
    }

    [Fact]
    public void Every_variable_is_a_default()
    {
        using var path = new EnvironmentVariable("IPMSG_DATAPATH", Path.GetFullPath("/data/messages"));
        using var store = new EnvironmentVariable("IPMSG_NOSTORE", "1");
        using var history = new EnvironmentVariable("IPMSG_HISTORY", "Off");
        using var size = new EnvironmentVariable("IPMSG_HISTORYSIZE", "100");
        using var days = new EnvironmentVariable("IPMSG_HISTORYDAYS", "30");
        var options = HistoryDefaults.Read();
        Assert.Equal((Path.GetFullPath("/data/messages"), false, HistoryMode.Off), (options.DataPath, options.UsesStore, options.Mode));
        Assert.Equal((100L << 20, TimeSpan.FromDays(30)), (options.Limits.MaxBytes, options.Limits.MaxAge));
        Assert.Equal(Path.Combine(Path.GetFullPath("/data/messages"), "history", "user-bob"), options.FolderOf("bob-<0123456789abcdef>"));
    }

    [Fact]
    public void Parameters_come_before_variables()
    {
        using var path = new EnvironmentVariable("IPMSG_DATAPATH", "/data/messages");
        using var store = new EnvironmentVariable("IPMSG_NOSTORE", "1");
        using var history = new EnvironmentVariable("IPMSG_HISTORY", "Off");
        var options = HistoryDefaults.Read("/other", noStore: false, noHistory: false);
        Assert.Equal(("/other", true, HistoryMode.On), (options.DataPath, options.UsesStore, options.Mode));
        Assert.True(HistoryDefaults.Read("/other").UsesStore);
        options = HistoryDefaults.Read("/other", noStore: true, noHistory: true);
        Assert.Equal((false, HistoryMode.Off), (options.UsesStore, options.Mode));
    }

    [Theory]
    [InlineData("on", HistoryMode.On)]
    [InlineData("TRUE", HistoryMode.On)]
    [InlineData("yes", HistoryMode.On)]
    [InlineData("0", HistoryMode.Off)]
    [InlineData("no", HistoryMode.Off)]
    [InlineData("", HistoryMode.Auto)]
    public void A_switch_is_read_as_people_write_it(string value, HistoryMode mode)
    {
        using var history = new EnvironmentVariable("IPMSG_HISTORY", value);
        Assert.Equal(mode, HistoryDefaults.Read().Mode);
    }

    [Theory]
    [InlineData(HistoryMode.Auto, false, true)]
    [InlineData(HistoryMode.Auto, true, false)]
    [InlineData(HistoryMode.On, true, true)]
    [InlineData(HistoryMode.Off, false, false)]
    public void A_listener_that_only_sends_keeps_a_history_when_it_is_asked_to(HistoryMode mode, bool isOneShot, bool keeps)
    {
        Assert.Equal(keeps, new HistoryOptions { Mode = mode }.KeepsHistory(isOneShot));
        Assert.False(new HistoryOptions { Mode = mode, UsesStore = false }.KeepsHistory(isOneShot));
    }

    [Fact]
    public void Zero_switches_a_limit_off()
    {
        using var size = new EnvironmentVariable("IPMSG_HISTORYSIZE", "0");
        using var days = new EnvironmentVariable("IPMSG_HISTORYDAYS", "0");
        var limits = HistoryDefaults.Read().Limits;
        Assert.Equal((null, null), (limits.MaxBytes, limits.MaxAge));
    }

    [Theory]
    [InlineData("IPMSG_NOSTORE", "maybe")]
    [InlineData("IPMSG_HISTORY", "2")]
    [InlineData("IPMSG_HISTORYSIZE", "-1")]
    [InlineData("IPMSG_HISTORYSIZE", "2 GB")]
    [InlineData("IPMSG_HISTORYDAYS", "36501")]
    public void A_bad_value_is_named(string name, string value)
    {
        using var variable = new EnvironmentVariable(name, value);
        var error = Assert.Throws<IpMsgException>(() => HistoryDefaults.Read());
        Assert.Equal(IpMsgErrorId.InvalidEnvironment, error.ErrorId);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }
}
