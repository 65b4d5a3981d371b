using System;
using System.Globalization;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.PowerShell.Attachments;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Progress;

/// <summary>Progress of Save-IpMsgAttachment: bytes, rate and remaining time of one download.</summary>
internal sealed class SaveProgress
{
    private readonly ProgressLine _line;
    private RateMeter? _rate;

    internal SaveProgress(PSCmdlet cmdlet, SavableAttachment attachment) =>
        _line = new ProgressLine(cmdlet, "Saving " + SafeText.Line(attachment.ToString()));

    internal void Show(DownloadProgress progress)
    {
        // Bytes of an earlier download do not count for the rate.
        _rate ??= new RateMeter(progress.Bytes);
        double rate = _rate.At(progress.Bytes);
        if (progress.Total is { } total)
        {
            string status = SizeText.Of(progress.Bytes) + " of " + SizeText.Of(total) + " " + SizeText.Rate(rate);
            int percent = total > 0 ? (int)Math.Min(100, 100d * progress.Bytes / total) : 100;
            _line.Show(status, percent, RateMeter.Remaining(progress.Bytes, total, rate));
            return;
        }
        _line.Show(string.Format(CultureInfo.CurrentCulture, "{0} files and folders, {1} {2} {3}",
            progress.Entries, SizeText.Of(progress.Bytes), SizeText.Rate(rate), SafeText.Line(progress.Name)), -1);
    }

    internal void Complete() => _line.Complete();
}
