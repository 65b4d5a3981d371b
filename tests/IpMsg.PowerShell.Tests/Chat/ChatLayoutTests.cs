using System;
using System.Globalization;
using System.Linq;
using IpMsg.PowerShell.Chat;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Chat;

public sealed class ChatLayoutTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.Now;
    private static readonly string s_time = s_now.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture);

    private readonly ChatLayout _layout = new(CellWidths.Default, () => s_now.ToLocalTime().Date);

    [Fact]
    public void Texts_stand_in_one_column() => Assert.Equal(
        [
            s_time + " <suzuki> lunch? 昼食 🍱",
            s_time + " >        yes",
            s_time + " <鈴木>   はい",
            s_time + " * suzuki has opened: a secret",
        ],
        [
            .. _layout.Message(s_now, "suzuki", "lunch? 昼食 🍱", 60),
            .. _layout.Own(s_now, "yes", 60),
            .. _layout.Message(s_now, "鈴木", "はい", 60),
            .. _layout.Notice(s_now, "suzuki has opened: a secret", 60),
        ]);

    [Fact]
    public void Rows_of_a_text_are_indented_so_that_none_looks_like_another_message()
    {
        string[] rows = [.. _layout.Message(s_now, "suzuki", "first\n" + s_time + " <tanaka> forged", 60)];
        Assert.Equal([s_time + " <suzuki> first", new string(' ', 15) + s_time + " <tanaka> forged"], rows);
    }

    [Fact]
    public void What_a_terminal_would_obey_is_shown_as_symbols()
    {
        string row = Assert.Single(_layout.Message(s_now, "e\x1b[2Jvil", "a\u202Eb\x07\r", 60));
        Assert.Equal(s_time + " <e␛[2Jvil> a�b␇␍", row);
    }

    [Fact]
    public void A_nickname_does_not_look_like_a_name_and_a_text() => Assert.Equal(
        s_time + " <suzuki) I quit (> hi", Assert.Single(_layout.Message(s_now, "suzuki> I quit <", "hi", 60)));

    [Fact]
    public void A_notice_is_one_line() => Assert.Equal(
        s_time + " * a⏎b⏎c", Assert.Single(_layout.Notice(s_now, "a\nb\u2028c", 60)));

    [Theory]
    [InlineData(80)]
    [InlineData(37)]
    [InlineData(36)]
    [InlineData(20)]
    [InlineData(8)]
    public void No_row_is_wider_than_the_window(int width)
    {
        const string Text = "日本語の文章 and English 🍱🍱🍱 words averyveryverylongword";
        string[] rows = [.. _layout.Message(s_now, "suzuki with a long name", Text, width)];
        Assert.All(rows, row => Assert.InRange(CellWidths.Default.Of(row), 0, width));
        Assert.EndsWith("averyveryverylongword", string.Concat(rows.Select(static row => row.Trim())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_another_day_has_its_date()
    {
        var then = new DateTimeOffset(s_now.ToLocalTime().Date.AddDays(-2).AddHours(9));
        Assert.StartsWith(then.ToString("MM-dd", CultureInfo.InvariantCulture) + " 09:00 <suzuki> hi",
            Assert.Single(_layout.Message(then, "suzuki", "hi", 60)), StringComparison.Ordinal);
    }
}
