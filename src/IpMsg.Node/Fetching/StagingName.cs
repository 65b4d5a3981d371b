using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IpMsg.Node;

/// <summary>What a fetch is known by between one attempt and the next.</summary>
internal static class StagingName
{
    /// <summary>The name of the staging folder: the same for the same offer, in every process.</summary>
    internal static string Of(FetchOrder order)
    {
        using var hash = SHA256.Create();
        byte[] digest = hash.ComputeHash(Encoding.UTF8.GetBytes(Identity(order)));
        var name = new StringBuilder(".ipmsg-");
        for (int at = 0; at < 8; at++)
            name.Append(digest[at].ToString("x2", CultureInfo.InvariantCulture));
        return name.ToString();
    }

    /// <summary>What is kept beside an unfinished file. It can be gone on with only where this is still the same.</summary>
    internal static string Description(FetchOrder order) => string.Format(
        CultureInfo.InvariantCulture, "ipmsg 1\n{0}\n{1}\n{2}\n{3}\n", Identity(order), order.Attachment.Size,
        order.Attachment.Modified?.UtcTicks ?? 0, order.Attachment.Name);

    private static string Identity(FetchOrder order) =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", order.Server, order.OfferNumber, order.Attachment.Id);
}
