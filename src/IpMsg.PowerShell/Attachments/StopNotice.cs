using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Tells after Ctrl+C what is kept of a download, and how to go on.</summary>
internal static class StopNotice
{
    /// <param name="cmdlet">The stopped cmdlet.</param>
    /// <param name="attachment">The attachment.</param>
    /// <param name="kept">The bytes that -Resume can go on from; 0 when it would begin again.</param>
    internal static void Write(PSCmdlet cmdlet, SavableAttachment attachment, long kept)
    {
        if (IsSilent(cmdlet))
            return;
        string text = kept > 0
            ? "Stopped. The first " + SizeText.Of(kept) + " of " + attachment + " are kept; the same command with -Resume goes on there."
            : "Stopped. Nothing of " + attachment + " is kept to go on from; the same command fetches it from the beginning.";
        // After Ctrl+C the engine rejects the cmdlet's own warnings.
        cmdlet.Host.UI.WriteWarningLine(SafeText.Line(text));
    }

    private static bool IsSilent(PSCmdlet cmdlet)
    {
        if (!cmdlet.MyInvocation.BoundParameters.TryGetValue("WarningAction", out object value))
            value = cmdlet.GetVariableValue("WarningPreference");
        return LanguagePrimitives.TryConvertTo(value, out ActionPreference action)
            && action is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
    }
}
