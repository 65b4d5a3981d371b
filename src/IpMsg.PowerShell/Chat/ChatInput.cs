namespace IpMsg.PowerShell.Chat;

/// <summary>A line that was typed: a command with its argument, or a text to send.</summary>
/// <param name="Command">The name without the slash, in small letters; null for a text.</param>
/// <param name="Text">The text, or what follows the command.</param>
internal sealed record ChatInput(string? Command, string Text)
{
    /// <summary>
    /// Reads a line. One that begins with a slash is a command, also an unknown one: a mistyped command must not be sent. Two slashes begin
    /// a text with one.
    /// </summary>
    internal static ChatInput Read(string line)
    {
        if (line.Length == 0 || line[0] != '/')
            return new ChatInput(null, line);
        if (line.Length > 1 && line[1] == '/')
            return new ChatInput(null, line.Substring(1));
        int end = 1;
        while (end < line.Length && !char.IsWhiteSpace(line[end]))
            end++;
        return new ChatInput(line.Substring(1, end - 1).ToLowerInvariant(), line.Substring(end).Trim());
    }

    /// <summary>The first word of a text, or what stands in quotes there, and the rest.</summary>
    internal static (string Word, string Remainder) Divide(string text)
    {
        text = text.TrimStart();
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            int quote = text.IndexOf(text[0], 1);
            return quote < 0
                ? (text.Substring(1), "")
                : (text.Substring(1, quote - 1), text.Substring(quote + 1).TrimStart());
        }
        int end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return (text.Substring(0, end), text.Substring(end).TrimStart());
    }
}
