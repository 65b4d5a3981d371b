using System.Globalization;
using System.Text;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// What members of this kind sign, apart from messages and file requests. The first line says what for, so that no signature serves
/// another purpose. Names contain no line feed.
/// </summary>
internal static class SignedStatement
{
    /// <summary>A member is at an address (R121).</summary>
    /// <param name="challenge">The challenge of the member that asks.</param>
    /// <param name="address">The address and port of the member that signs.</param>
    /// <param name="signer">The names of the member that signs.</param>
    /// <param name="asker">The names of the member that asks.</param>
    internal static byte[] OfPlace(string challenge, string address, (string User, string Host) signer, (string User, string Host) asker) =>
        Of("IPMsg place", challenge, address, signer.User, signer.Host, asker.User, asker.Host);

    /// <summary>A recipient needs no more files of a message (R124).</summary>
    /// <param name="number">The packet number of the message.</param>
    /// <param name="signer">The names of the recipient.</param>
    /// <param name="sender">The names of the sender of the message.</param>
    internal static byte[] OfRelease(uint number, (string User, string Host) signer, (string User, string Host) sender) => Of(
        "IPMsg release", Text(number), signer.User, signer.Host, sender.User, sender.Host);

    /// <summary>A member leaves (R125).</summary>
    /// <param name="number">The packet number of the exit.</param>
    /// <param name="time">Its UNIX time in seconds.</param>
    /// <param name="port">The port of the member.</param>
    /// <param name="signer">The names of the member.</param>
    internal static byte[] OfExit(uint number, long time, int port, (string User, string Host) signer) =>
        Of("IPMsg exit", Text(number), Text(time), Text(port), signer.User, signer.Host);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static byte[] Of(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\n", lines));
}
