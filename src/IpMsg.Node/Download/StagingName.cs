using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace IpMsg.Node.Download;

/// <summary>The names and descriptions of staging folders, which identify a request across attempts.</summary>
internal static class StagingName
{
    /// <summary>The prefix of all names.</summary>
    internal const string Prefix = ".ipmsg-";

    private const int Digits = 16;
    private const string Form = "ipmsg 1\n";

    /// <summary>The name of the staging folder, equal for the same offer in every process.</summary>
    internal static string Of(DownloadRequest request)
    {
        using var hash = SHA256.Create();
        byte[] digest = hash.ComputeHash(Encoding.UTF8.GetBytes(Identity(request)));
        var name = new StringBuilder(Prefix);
        for (int at = 0; at < Digits / 2; at++)
            name.Append(digest[at].ToString("x2", CultureInfo.InvariantCulture));
        return name.ToString();
    }

    /// <summary>The description beside the content. A download resumes only when it is unchanged.</summary>
    internal static string Description(DownloadRequest request) => string.Format(
        CultureInfo.InvariantCulture, Form + "{0}\n{1}\n{2}\n{3}\n", Identity(request), request.Attachment.Size,
        request.Attachment.Modified?.UtcTicks ?? 0, request.Attachment.Name);

    /// <summary>True for the names that <see cref="Of"/> returns, including their numbered variants.</summary>
    internal static bool IsMatch(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name.Length < Prefix.Length + Digits)
            return false;
        string rest = name.Substring(Prefix.Length + Digits);
        return name.Substring(Prefix.Length, Digits).All(static each => each is >= '0' and <= '9' or >= 'a' and <= 'f')
            && (rest.Length == 0 || rest[0] == '-' && rest.Length is 2 or 3 && rest.Skip(1).All(static each => each is >= '0' and <= '9'));
    }

    /// <summary>True for the text of <see cref="Description"/>.</summary>
    internal static bool IsDescription(string text) => text.StartsWith(Form, StringComparison.Ordinal);

    private static string Identity(DownloadRequest request) =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", request.Server, request.OfferNumber, request.Attachment.Id);
}
