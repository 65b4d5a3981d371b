using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Xml.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Formats;

/// <summary>The scripts in views and type data, which Windows PowerShell 5.1 reads with its own parser.</summary>
public sealed class TypeDataTests
{
    private static readonly XDocument[] s_files =
        [.. Directory.EnumerateFiles(StagedModule.Folder, "*.ps1xml").Select(each => XDocument.Load(each))];

    private static readonly XElement[] s_types =
        [.. s_files.Where(each => each.Root!.Name == "Types").SelectMany(each => each.Root!.Elements("Type"))];

    [Fact]
    public void Scripts_use_nothing_that_is_newer_than_Windows_PowerShell()
    {
        // PowerShell finds types of loaded libraries only.
        _ = typeof(IpMsgListener).Assembly.FullName;
        var scripts = s_files.SelectMany(each => each.Descendants())
            .Where(each => each.Name.LocalName is "ScriptBlock" or "GetScriptBlock" or "Script").ToArray();
        Assert.InRange(scripts.Length, 100, int.MaxValue);
        foreach (var script in scripts)
        {
            var parsed = Parser.ParseInput(script.Value, out var tokens, out var mistakes);
            Assert.Empty(mistakes);
            Assert.DoesNotContain(tokens,
                each => each.Kind is TokenKind.QuestionMark or TokenKind.QuestionQuestion or TokenKind.QuestionQuestionEquals
                    or TokenKind.QuestionDot or TokenKind.QuestionLBracket or TokenKind.AndAnd or TokenKind.OrOr or TokenKind.Clean);
            // And no commands: those of this module may have a prefix, and others may have been hidden by somebody's own.
            Assert.All(parsed.FindAll(each => each is CommandAst, searchNestedScriptBlocks: true),
                each => Assert.IsType<ParenExpressionAst>(((CommandAst)each).CommandElements[0]));
            foreach (TypeExpressionAst type in parsed.FindAll(each => each is TypeExpressionAst, searchNestedScriptBlocks: true)
                .Cast<TypeExpressionAst>())
                Assert.NotNull(type.TypeName.GetReflectionType());
        }
    }

    [Fact]
    public void Objects_go_into_files_with_all_their_properties_and_no_others()
    {
        int count = 0;
        foreach (var type in s_types)
        {
            var saved = type.Descendants("PropertySet").SingleOrDefault(each => each.Element("Name")!.Value == "PropertySerializationSet");
            // Without a set all properties are saved; hidden ones as well, and come back unhidden.
            Assert.Equal(type.Descendants("ScriptProperty").Concat(type.Descendants("AliasProperty")).Any(), saved is not null);
            if (saved is null)
                continue;
            Assert.Equal(PropertiesOf(type).Order(StringComparer.Ordinal),
                saved.Element("ReferencedProperties")!.Elements().Select(each => each.Value).Order(StringComparer.Ordinal));
            count++;
        }
        Assert.InRange(count, 16, int.MaxValue);
    }

    [Fact]
    public void Properties_that_are_shown_are_there()
    {
        int count = 0;
        foreach (var type in s_types)
        {
            var there = PropertiesOf(type).Concat(type.Descendants("ScriptProperty").Select(each => each.Element("Name")!.Value));
            foreach (var shown in type.Descendants("PropertySet").Where(each => each.Element("Name")!.Value == "DefaultDisplayPropertySet")
                .Descendants("ReferencedProperties").Elements())
            {
                Assert.Contains(shown.Value, there);
                count++;
            }
            if (type.Descendants("NoteProperty")
                .SingleOrDefault(each => each.Element("Name")!.Value == "DefaultDisplayProperty") is { } alone)
                Assert.Contains(alone.Element("Value")!.Value, there);
        }
        Assert.InRange(count, 16, int.MaxValue);
    }

    [Fact]
    public void Every_label_of_a_view_is_a_property_of_its_type()
    {
        int count = 0;
        foreach (var view in s_files.SelectMany(each => each.Descendants("View")))
        {
            var labels = view.Descendants("TableColumnHeader").Concat(view.Descendants("ListItem"))
                .Select(each => (each.Element("Label") ?? each.Element("PropertyName"))!.Value).ToArray();
            foreach (var type in view.Descendants("ViewSelectedBy").Elements().Where(_ => labels.Length > 0))
            {
                // Objects that went through a file or a job have the properties too.
                // A name behind # chooses a view for some objects of the type.
                var known = s_types.Where(each => BareName(each) == type.Value.Split('#')[0]).ToArray();
                Assert.NotEmpty(known);
                foreach (var each in known)
                    Assert.Empty(labels.Except(PropertiesOf(each).Concat(AddedTo(each))));
                count += labels.Length;
            }
        }
        Assert.InRange(count, 100, int.MaxValue);
    }

    [Fact]
    public void Aliases_name_a_property_of_the_type()
    {
        var aliases = s_types.SelectMany(type => type.Descendants("AliasProperty").Select(each => (Type: type, Alias: each))).ToArray();
        Assert.InRange(aliases.Length, 20, int.MaxValue);
        Assert.All(aliases, each => Assert.Contains(each.Alias.Element("ReferencedMemberName")!.Value, PropertiesOf(each.Type)));
    }

    [Theory]
    [InlineData("$a ? 1 : 2")]
    [InlineData("$a ?? 2")]
    [InlineData("${a}?.b")]
    [InlineData("$(1) && $(2)")]
    public void What_only_newer_parsers_know_is_seen_as_such(string script)
    {
        Parser.ParseInput(script, out var tokens, out _);
        Assert.Contains(tokens,
            each => each.Kind is TokenKind.QuestionMark or TokenKind.QuestionQuestion or TokenKind.QuestionDot or TokenKind.AndAnd);
    }

    private static IEnumerable<string> AddedTo(XElement type) =>
        type.Descendants("ScriptProperty").Concat(type.Descendants("AliasProperty")).Select(each => each.Element("Name")!.Value);

    private static string BareName(XElement type) => type.Element("Name")!.Value.Replace("Deserialized.", "", StringComparison.Ordinal);

    private static IEnumerable<string> PropertiesOf(XElement type) =>
        typeof(IpMsgMessage).Assembly.GetType(BareName(type), throwOnError: true)!.GetProperties().Select(each => each.Name);
}
