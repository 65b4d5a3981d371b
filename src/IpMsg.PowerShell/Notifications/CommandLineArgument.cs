using System.Linq;
using System.Text;

namespace IpMsg.PowerShell.Notifications;

/// <summary>
/// Quotes an argument for ProcessStartInfo.Arguments, which .NET splits by the rules of Windows on every system. netstandard2.0 lacks
/// ArgumentList.
/// </summary>
internal static class CommandLineArgument
{
    internal static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.All(each => each is not ('"' or '\\') && !char.IsWhiteSpace(each)))
            return argument;
        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char each in argument)
        {
            if (each == '\\')
            {
                backslashes++;
                continue;
            }
            // Backslashes are doubled only in front of a quote.
            quoted.Append('\\', each == '"' ? backslashes * 2 + 1 : backslashes).Append(each);
            backslashes = 0;
        }
        return quoted.Append('\\', backslashes * 2).Append('"').ToString();
    }
}
