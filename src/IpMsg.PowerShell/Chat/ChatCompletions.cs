using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;

namespace IpMsg.PowerShell.Chat;

/// <summary>What Tab inserts: commands, names and paths. One with control characters is left out.</summary>
/// <param name="listener">The listener.</param>
/// <param name="paths">The paths of the user.</param>
internal sealed class ChatCompletions(IpMsgListener listener, ChatPaths paths)
{
    private const int MaxShown = 512;

    /// <summary>The completions of the word at the cursor, and where this word begins.</summary>
    internal (int Start, IReadOnlyList<string> Texts) Find(string text, int cursor)
    {
        string before = text.Substring(0, cursor);
        if (before.StartsWith("/", StringComparison.Ordinal) && !before.StartsWith("//", StringComparison.Ordinal))
        {
            int space = before.IndexOf(' ');
            if (space < 0)
                return (0, Commands(before.Substring(1)));
            string argument = before.Substring(space + 1).TrimStart();
            int start = cursor - argument.Length;
            switch (before.Substring(1, space - 1).ToLowerInvariant())
            {
                case "to":
                    return (start, Names(argument));
                case "file":
                    return (start, Paths(argument, foldersOnly: false));
                case "save":
                    // The number comes first.
                    int end = argument.IndexOf(' ');
                    int folder = int.TryParse(end < 0 ? argument : argument.Substring(0, end), out _) ? end + 1 : 0;
                    return folder == 0 && end < 0 && int.TryParse(argument, out _)
                        ? (cursor, [])
                        : (start + folder, Paths(argument.Substring(folder), foldersOnly: true));
            }
        }
        int word = before.LastIndexOfAny([' ', '\n']) + 1;
        return (word, cursor > word ? Names(before.Substring(word)) : []);
    }

    private static List<string> Commands(string typed) =>
        [.. ChatCommand.All.Select(static each => each.Name)
            .Where(each => each.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(static each => "/" + each + " ")];

    private List<string> Names(string typed)
    {
        var book = listener.Node.Contacts.Read();
        var members = listener.Node.Members.GetAll();
        var counts = new NameCounts(members);
        var nickNames = members.Where(each => Begins(each.NickName, typed)).OrderByDescending(static each => each.IsReached).Take(MaxShown)
            .Select(each => counts.Mean(each) ? each.NickName : each.EndPoint.ToString());
        return [.. book.All.Select(static each => each.Name).Concat(book.GroupNames).Concat(members.Select(static each => each.GroupName))
            .Where(each => each.Length > 0 && Begins(each, typed))
            .Concat(nickNames)
            .Where(static each => SafeText.Line(each) == each)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(static each => each, StringComparer.CurrentCultureIgnoreCase)];
    }

    private List<string> Paths(string typed, bool foldersOnly)
    {
        string plain = typed.Length > 0 && typed[0] is '"' or '\'' ? typed.Substring(1).TrimEnd(typed[0]) : typed;
        int slash = plain.LastIndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
        string folder = plain.Substring(0, slash + 1), name = plain.Substring(slash + 1);
        if (paths.Resolve(folder.Length == 0 ? "." : folder) is not { } full || !Directory.Exists(full))
            return [];
        try
        {
            return [.. new DirectoryInfo(full).EnumerateFileSystemInfos()
                .Where(each => Begins(each.Name, name) && (name.Length > 0 || each.Name[0] != '.'))
                .Where(each => !foldersOnly || each is DirectoryInfo)
                .Where(static each => SafeText.Line(each.Name) == each.Name)
                .Take(MaxShown)
                .Select(each => Quoted(folder + each.Name + (each is DirectoryInfo ? Path.DirectorySeparatorChar.ToString() : "")))
                .OrderBy(static each => each, StringComparer.CurrentCultureIgnoreCase)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Quoted(string path)
    {
        string quote = !path.Any(char.IsWhiteSpace) ? "" : path.Contains('"') ? "'" : "\"";
        return quote + path + quote;
    }

    private static bool Begins(string name, string typed) => name.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase);
}
