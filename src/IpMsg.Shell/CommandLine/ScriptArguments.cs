using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace IpMsg.Shell.CommandLine;

/// <summary>Turns the words after a script's path into parameters, as pwsh -File does.</summary>
/// <remarks>
/// A name keeps its dash: to the engine that says "as typed", so that it decides, knowing the script's parameters,
/// whether the next word is the value of a parameter or stands after a switch.
/// </remarks>
internal static class ScriptArguments
{
    public static IEnumerable<CommandParameter> Parse(IReadOnlyList<string> words)
    {
        string? pending = null;
        var positionalOnly = false;
        foreach (var word in words)
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (pending is not null)
            {
                yield return new CommandParameter(pending, word);
                pending = null;
            }
            else if (positionalOnly || !IsName(word))
            {
                if (word == "--" && !positionalOnly)
                {
                    positionalOnly = true;
                }
                else
                {
                    yield return new CommandParameter(null, word);
                }
            }
            else if (colon < 0)
            {
                yield return new CommandParameter(word);
            }
            else if (colon == word.Length - 1)
            {
                pending = word[..colon];
            }
            else
            {
                yield return new CommandParameter(word[..colon], Value(word[(colon + 1)..]));
            }
        }

        if (pending is not null)
        {
            yield return new CommandParameter(pending);
        }
    }

    /// <summary>A dash and a letter: <c>-5</c> is a number and <c>-</c> a text.</summary>
    private static bool IsName(string word) =>
        word.Length > 1 && word[0] == '-' && (char.IsLetter(word[1]) || word[1] is '_' or '?');

    /// <summary>Callers cannot pass a Boolean, so <c>-Switch:$false</c> is understood; nothing else is evaluated.</summary>
    private static object Value(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => text,
    };
}
