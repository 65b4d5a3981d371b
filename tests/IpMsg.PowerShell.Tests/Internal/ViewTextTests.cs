using IpMsg.PowerShell.Internal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

public sealed class ViewTextTests
{
    [Theory]
    [InlineData("suzuki", "suzuki")]
    [InlineData("e\u001b[31mvil\n", "e␛[31mvil⏎")]
    [InlineData("a long name that the engine cuts by itself", "a long name that the engine cuts by itself")]
    [InlineData("鈴木さんという長い名前の人です", "鈴木さんという長い名前の人です")]
    [InlineData("か\u3099く\u3099e\u0301", "がぐé")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글")]
    [InlineData("葛\U000E0100城", "葛城")]
    [InlineData("👩\u200D💻❤\uFE0F", "👩💻❤")]
    [InlineData("می\u200Cخواهم", "میخواهم")]
    [InlineData("😀😀😀😀😀", "😀😀😀😀😀")]
    [InlineData("😀😀😀😀😀😀", "😀😀😀😀…")]
    [InlineData("a😀😀😀😀😀", "a😀😀😀😀…")]
    [InlineData("日本語😀日本", "日本語😀…")]
    [InlineData("ภาษาไทยที่ยาว", "ภาษาไทยที…", "ภาษาไทย…")]
    [InlineData("", "")]
    public void Text_fits_ten_columns_where_the_engine_would_spoil_it(string text, string cell, string? orElse = null)
    {
        string shown = ViewText.Cell(text, 10);
        Assert.True(shown == cell || shown == orElse, shown);
    }

    [Theory]
    [InlineData("suzuki", "suzuki")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("0123456789a", "012345678…")]
    [InlineData("鈴木さんと", "鈴木さんと")]
    [InlineData("鈴木さんとい", "鈴木さん…")]
    public void Text_in_rows_that_wrap_is_always_cut(string text, string cell) => Assert.Equal(cell, ViewText.Cut(text, 10));
}
