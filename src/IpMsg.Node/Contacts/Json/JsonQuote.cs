using System.Globalization;
using System.Text;

namespace IpMsg.Node.Contacts.Json;

/// <summary>Writes JSON strings for people: letters of all scripts stay as they are.</summary>
internal static class JsonQuote
{
    internal static string Of(string text)
    {
        var result = new StringBuilder("\"");
        foreach (char each in text)
        {
            switch (each)
            {
                case '"' or '\\':
                    result.Append('\\').Append(each);
                    break;
                case '\n':
                    result.Append("\\n");
                    break;
                case '\r':
                    result.Append("\\r");
                    break;
                case '\t':
                    result.Append("\\t");
                    break;
                // Invisible characters would hide a change from its reviewer.
                case var _ when char.IsControl(each) || each is '\u2028' or '\u2029'
                    || char.GetUnicodeCategory(each) == UnicodeCategory.Format:
                    result.Append("\\u").Append(((int)each).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    result.Append(each);
                    break;
            }
        }
        return result.Append('"').ToString();
    }
}
