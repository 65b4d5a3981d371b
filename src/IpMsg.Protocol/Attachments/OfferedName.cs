using System.Text;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Makes the name of an offered file or folder fit for the client that gets it (R115). The reference client drops an attachment list from
/// the first name on that Windows cannot have, and breaks off a folder with one.
/// </summary>
internal static class OfferedName
{
    private const char Substitute = '_';

    /// <summary>
    /// The name for a client on Windows: forbidden characters, and a dot or space at the end, become underscores, and a device name gets
    /// one in front. Colons stay, because the protocol has an escape for them (R75).
    /// </summary>
    internal static string ForWindows(string name)
    {
        string fit = Cut(Replace(name, withForbidden: true));
        // Cutting can leave a device name: "CON", many spaces, another word and an extension.
        if (DeviceNames.IsMatch(fit))
            fit = Cut(Substitute + fit);
        return fit.Length > 0 && fit[fit.Length - 1] is '.' or ' ' ? fit.Substring(0, fit.Length - 1) + Substitute : fit;
    }

    /// <summary>The name for a client that makes names fit for its own system: without control characters, which separate fields.</summary>
    internal static string WithoutControls(string name) => Replace(name, withForbidden: false);

    private static string Replace(string name, bool withForbidden)
    {
        StringBuilder? clean = null;
        for (int at = 0; at < name.Length; at++)
        {
            if (!char.IsControl(name[at]) && !(withForbidden && IsForbidden(name[at])))
                continue;
            clean ??= new StringBuilder(name);
            clean[at] = Substitute;
        }
        return clean?.ToString() ?? name;
    }

    private static string Cut(string name) => name.Length <= NameRules.MaxLength
        ? name
        : NameLength.Fit(name, NameLength.Extension(name), "", NameRules.Windows);

    private static bool IsForbidden(char character) => character is '\\' or '/' or '<' or '>' or '"' or '|' or '?' or '*';
}
