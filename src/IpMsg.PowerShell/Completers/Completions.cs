using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.PowerShell.Recipients;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>What the completers share.</summary>
internal static class Completions
{
    /// <summary>The members known to the listener on the command line, or to this runspace's; none when there is no listener.</summary>
    internal static Member[] Members(IDictionary boundParameters) => Of(boundParameters, node => node.Members.GetAll());

    /// <summary>Something that the listener knows; nothing when there is no listener.</summary>
    internal static T[] Of<T>(IDictionary boundParameters, Func<MemberNode, IEnumerable<T>> which)
    {
        var given = boundParameters["Listener"];
        var listener = (given is PSObject wrapped ? wrapped.BaseObject : given) as IpMsgListener ?? RunspaceScope.Existing?.Listener;
        return listener is null ? [] : which(listener.Node).ToArray();
    }

    /// <summary>True when a name begins with what is on the command line, with or without its quotes and escapes, or fits its wildcards.</summary>
    internal static bool Begins(string name, string typed)
    {
        string text = typed.StartsWith("'", StringComparison.Ordinal) ? typed.Trim('\'').Replace("''", "'") : typed.Trim('"');
        return name.StartsWith(text, StringComparison.CurrentCultureIgnoreCase) || name.StartsWith(WildcardPattern.Unescape(text), StringComparison.CurrentCultureIgnoreCase)
            || WildcardPattern.ContainsWildcardCharacters(text) && new NamePatterns([text + "*"]).FitAny(name);
    }

    /// <summary>A completion that means exactly this name: wildcard characters escaped, quoted where the parser would stumble.</summary>
    internal static CompletionResult Of(string value, string listText, string toolTip)
    {
        // What must not get onto the command line is left to a wildcard.
        string escaped = string.Concat(WildcardPattern.Escape(value).Select(each => char.IsSurrogate(each) || SafeText.Line(each.ToString())[0] == each ? each : '?'));
        string text = escaped == value && IsPlain(value) ? value : "'" + CodeGeneration.EscapeSingleQuotedStringContent(escaped) + "'";
        return new CompletionResult(text, SafeText.Line(listText), CompletionResultType.ParameterValue, SafeText.Line(toolTip));
    }

    // The parser has the last word: 1e3 would be a number, and another one than it looks.
    private static bool IsPlain(string value) =>
        value.All(each => char.IsLetterOrDigit(each) || each is '.' or '_' or '-')
        && Parser.ParseInput("x " + value, out _, out _).Find(each => each is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word && word.Value == value, searchNestedScriptBlocks: false) is not null;
}
