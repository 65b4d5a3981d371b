using System;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.Shell.Editing;

/// <summary>Completes the word before the cursor as a path. The engine leaves that to commands that it does not have here.</summary>
internal static class PathCompletion
{
    private const string NeedQuotes = " '`$(){}[];,&|<>@#\"";

    /// <summary>The files and folders that begin like the word; null if none does.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cursor">The cursor's place in it.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    public static CommandCompletion? Complete(string line, int cursor, string folder)
    {
        var start = WordStart(line.AsSpan(0, cursor));
        var word = line[start..cursor].TrimStart('\'', '"');
        var nameStart = word.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1;
        var typedFolder = word[..nameStart];
        var matches = new Collection<CompletionResult>();
        foreach (var path in Find(Path.Combine(folder, Expand(typedFolder)), word[nameStart..]))
        {
            var text = typedFolder + Path.GetFileName(path);
            var isFolder = Directory.Exists(path);
            matches.Add(new CompletionResult(
                Quote(text), text, isFolder ? CompletionResultType.ProviderContainer : CompletionResultType.ProviderItem, path));
        }

        return matches.Count == 0 ? null : new CommandCompletion(matches, -1, start, cursor - start);
    }

    private static string[] Find(string folder, string beginning)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder)
                .Where(path => Path.GetFileName(path).StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that is not there or may not be read has nothing to offer.
            return [];
        }
    }

    /// <summary>Where the word begins: behind the last blank or separator that no quote protects.</summary>
    private static int WordStart(ReadOnlySpan<char> text)
    {
        var (start, quote) = (0, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = text[i] == quote ? '\0' : quote;
            }
            else if (text[i] is '\'' or '"')
            {
                quote = text[i];
            }
            else if (char.IsWhiteSpace(text[i]) || text[i] is ',' or ';' or '(' or '=' or '|')
            {
                start = i + 1;
            }
        }

        return start;
    }

    private static string Expand(string folder) => folder.StartsWith("~/", StringComparison.Ordinal)
        ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + folder[1..]
        : folder;

    private static string Quote(string path) => path.AsSpan().IndexOfAny(NeedQuotes) >= 0
        ? $"'{path.Replace("'", "''", StringComparison.Ordinal)}'"
        : path;
}
