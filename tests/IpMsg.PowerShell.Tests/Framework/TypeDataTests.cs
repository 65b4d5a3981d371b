using System;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Xml.Linq;
using Xunit;

namespace IpMsg.PowerShell.Tests;

/// <summary>The scripts in views and type data, which Windows PowerShell 5.1 reads with its own parser.</summary>
public sealed class TypeDataTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(StagedModule.Folder, "*.ps1xml").Select(each => Path.GetFileName(each))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Scripts_use_nothing_that_is_newer_than_Windows_PowerShell(string file)
    {
        var scripts = XDocument.Load(Path.Combine(StagedModule.Folder, file)).Descendants().Where(each => each.Name.LocalName is "ScriptBlock" or "Script").ToArray();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var parsed = Parser.ParseInput(script.Value, out var tokens, out var mistakes);
            Assert.Empty(mistakes);
            Assert.DoesNotContain(tokens, each => each.Kind is TokenKind.QuestionMark or TokenKind.QuestionQuestion or TokenKind.QuestionQuestionEquals or TokenKind.QuestionDot
                or TokenKind.QuestionLBracket or TokenKind.AndAnd or TokenKind.OrOr or TokenKind.Clean);
            // And no commands: those of this module may have a prefix, and others may have been hidden by somebody's own.
            Assert.All(parsed.FindAll(each => each is CommandAst, searchNestedScriptBlocks: true), each => Assert.IsType<ParenExpressionAst>(((CommandAst)each).CommandElements[0]));
            foreach (TypeExpressionAst type in parsed.FindAll(each => each is TypeExpressionAst, searchNestedScriptBlocks: true).Cast<TypeExpressionAst>())
                Assert.NotNull(type.TypeName.GetReflectionType());
        }
    }

    [Theory]
    [InlineData("$a ? 1 : 2")]
    [InlineData("$a ?? 2")]
    [InlineData("${a}?.b")]
    [InlineData("$(1) && $(2)")]
    public void What_only_newer_parsers_know_is_seen_as_such(string script)
    {
        Parser.ParseInput(script, out var tokens, out _);
        Assert.Contains(tokens, each => each.Kind is TokenKind.QuestionMark or TokenKind.QuestionQuestion or TokenKind.QuestionDot or TokenKind.AndAnd);
    }
}
