using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Completers;

/// <summary>Matches and quotes completions.</summary>
internal static class Completions
{
    /// <summary>True when a name starts with the typed text, with or without its quotes and escapes, or matches its wildcards.</summary>
    internal static bool Begins(string name, string typed)
    {
        string text = typed.StartsWith("'", StringComparison.Ordinal) ? typed.Trim('\'').Replace("''", "'") : typed.Trim('"');
        return name.StartsWith(text, StringComparison.CurrentCultureIgnoreCase)
            || name.StartsWith(WildcardPattern.Unescape(text), StringComparison.CurrentCultureIgnoreCase)
            || WildcardPattern.ContainsWildcardCharacters(text) && new NamePatterns([text + "*"]).MatchesAny(name);
    }

    /// <summary>
    /// A completion that means exactly this name: wildcard characters are escaped, and it is quoted where the parser needs quotes.
    /// </summary>
    internal static CompletionResult Of(string value, string listText, string toolTip) =>
        Of(value, WildcardPattern.Escape(value), listText, toolTip);

    /// <summary>The same for a parameter that takes no wildcards.</summary>
    internal static CompletionResult OfLiteral(string value, string listText, string toolTip) => Of(value, value, listText, toolTip);

    /// <summary>A name on the command line that means exactly this name.</summary>
    internal static string Quote(string value) => Of(value, "x", "x").CompletionText;

    /// <summary>A text on the command line for a parameter that takes no wildcards.</summary>
    internal static string QuoteLiteral(string value) => OfLiteral(value, "x", "x").CompletionText;

    private static CompletionResult Of(string value, string pattern, string listText, string toolTip)
    {
        // A wildcard replaces characters that are unsafe on the command line.
        string escaped = string.Concat(
            pattern.Select(each => char.IsSurrogate(each) || SafeText.Line(each.ToString())[0] == each ? each : '?'));
        string text = escaped == value && IsPlain(value) ? value : "'" + CodeGeneration.EscapeSingleQuotedStringContent(escaped) + "'";
        return new CompletionResult(text, SafeText.Line(listText), CompletionResultType.ParameterValue, SafeText.Line(toolTip));
    }

    // The parser decides: it would read 1e3 as the number 1000.
    private static bool IsPlain(string value) =>
        value.All(each => char.IsLetterOrDigit(each) || each is '.' or '_' or '-')
        && Parser.ParseInput("x " + value, out _, out _).Find(each => IsBareWord(each, value), searchNestedScriptBlocks: false) is not null;

    private static bool IsBareWord(Ast ast, string value) =>
        ast is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word && word.Value == value;
}
