using System;
using System.Collections.Generic;
using System.Linq;

namespace IpMsg.Shell.CommandLine;

/// <summary>Reads the command line by pwsh's rules: names may be shortened, a bare word is a script file.</summary>
internal static class OptionParser
{
    /// <summary>Option names, each with the shortest form that pwsh takes for it.</summary>
    private static readonly (string Name, int Shortest)[] Names =
    [
        ("command", 1), ("file", 1), ("noexit", 3), ("version", 1), ("help", 1),
        // Understood so that command lines written for pwsh work here; a profile does not exist anyway.
        ("noninteractive", 4), ("nologo", 3), ("noprofile", 3), ("executionpolicy", 2),
    ];

    public static ShellOptions Parse(IReadOnlyList<string> words)
    {
        var options = new ShellOptions();
        for (var i = 0; i < words.Count; i++)
        {
            var rest = words.Skip(i + 1);
            switch (NameOf(words[i]))
            {
                case "command":
                    return Command(options, words[i], rest);
                case "file":
                    return File(options, words[i], rest);
                case "version":
                    return options with { Mode = ShellMode.Version };
                case "help":
                    return options with { Mode = ShellMode.Help };
                case "noexit":
                    options = options with { NoExit = true };
                    break;
                case "noninteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "nologo":
                    options = options with { NoLogo = true };
                    break;
                case "noprofile":
                    break;
                case "executionpolicy":
                    i++;
                    break;
                case "-":
                    return options with { Mode = ShellMode.StandardInput };
                case null:
                    return File(options, "-File", words.Skip(i));
                default:
                    throw new UsageException($"'{words[i]}' is not an option of this shell. -Help lists them.");
            }
        }

        return options;
    }

    /// <summary>The full name of an option, null for a word that is none.</summary>
    private static string? NameOf(string word)
    {
        if (word is "-" or "/?" or "-?")
        {
            return word == "-" ? word : "help";
        }

        if (word.Length < 2 || word[0] != '-')
        {
            return null;
        }

        var name = word.TrimStart('-').ToLowerInvariant();
        return Names.FirstOrDefault(n => name.Length >= n.Shortest && n.Name.StartsWith(name, StringComparison.Ordinal)).Name ?? word;
    }

    private static ShellOptions Command(ShellOptions options, string option, IEnumerable<string> rest)
    {
        // pwsh joins everything that follows into one script text.
        var text = string.Join(' ', rest);
        return text switch
        {
            "" => throw new UsageException($"{option} needs a text to run."),
            "-" => options with { Mode = ShellMode.StandardInput },
            _ => options with { Mode = ShellMode.Command, Text = text },
        };
    }

    private static ShellOptions File(ShellOptions options, string option, IEnumerable<string> rest)
    {
        var words = rest.ToArray();
        return words switch
        {
            [] => throw new UsageException($"{option} needs the path of a script."),
            ["-", ..] => options with { Mode = ShellMode.StandardInput },
            [var path, .. var arguments] => options with { Mode = ShellMode.File, Text = path, Arguments = arguments },
        };
    }
}
