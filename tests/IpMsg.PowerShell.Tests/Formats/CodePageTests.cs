using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Formats;

/// <summary>
/// The texts of the module on a legacy console with code page 932 or 936: what the code page lacks would be a question mark.
/// </summary>
public sealed class CodePageTests
{
    private static readonly string[] s_libraries = ["IpMsg.Protocol.dll", "IpMsg.Node.dll", "IpMsg.PowerShell.dll"];

    public static TheoryData<int, string> Files => new(
        from codePage in (int[])[932, 936]
        from path in Directory.EnumerateFiles(StagedModule.Folder)
        where s_libraries.Contains(Path.GetFileName(path)) || path.EndsWith(".ps1xml", StringComparison.Ordinal)
            || path.EndsWith(".psd1", StringComparison.Ordinal)
        select (codePage, Path.GetFileName(path)));

    /// <summary>Every string constant and every view, so every message and every column.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_are_in_the_code_page(int codePage, string file)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        string path = Path.Combine(StagedModule.Folder, file);
        string[] texts = path.EndsWith(".dll", StringComparison.Ordinal) ? [.. StringsOf(path)] : [File.ReadAllText(path)];
        Assert.NotEmpty(texts);
        // The ellipsis is in both code pages. The stand-ins of Unicode terminals are chosen at run time.
        Assert.DoesNotContain(texts, each => encoding.GetString(encoding.GetBytes(each)) != each);
    }

    [Theory]
    [InlineData("suzuki", "suzuki")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("0123456789a", "01234567..")]
    [InlineData("鈴木さんと", "鈴木さんと")]
    [InlineData("鈴木さんとい", "鈴木さん..")]
    [InlineData("a鈴木さんと", "a鈴木さ..")]
    [InlineData("→→→→→", "→→→→→")]
    [InlineData("→→→→→→", "→→→→..")]
    [InlineData("e\u001b[31mvil\n", "e.[31mvil|")]
    public void A_cell_of_ten_columns_has_ten_bytes(string text, string expected)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(932)!;
        string cell = ViewText.Cell(text, 10, StandIns.For(encoding));
        Assert.Equal(expected, cell);
        Assert.InRange(encoding.GetByteCount(cell), 0, 10);
        Assert.Equal(expected, ViewText.Cut(text, 10, StandIns.For(encoding)));
    }

    private static IEnumerable<string> StringsOf(string library)
    {
        using var file = new PEReader(File.OpenRead(library));
        var reader = file.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
            yield return reader.GetUserString(handle);
    }
}
