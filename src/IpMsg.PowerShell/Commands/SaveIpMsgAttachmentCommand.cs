using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.PowerShell.Attachments;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Progress;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Commands;

/// <summary>Downloads files, folders and images that messages offer, and writes them as Get-Item does.</summary>
[Cmdlet(VerbsData.Save, "IpMsgAttachment", SupportsShouldProcess = true, DefaultParameterSetName = Piped)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class SaveIpMsgAttachmentCommand : ListenerCmdlet
{
    // Two sets: "$message | Save-IpMsgAttachment folder" and "Save-IpMsgAttachment $message folder" have different first positions.
    private const string Piped = "Piped", Given = "Given", Literal = "LiteralPath";

    private readonly HashSet<IPEndPoint> _introduced = [];
    private NamePatterns? _names;
    private string _folder = "";

    /// <summary>Messages, for all that they offer, or attachments; also deserialized ones, and lines of the message log.</summary>
    [Parameter(ParameterSetName = Piped, Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = Given, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = Literal, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>The folder to save to, with wildcards; the current location by default.</summary>
    [Parameter(ParameterSetName = Piped, Position = 0)]
    [Parameter(ParameterSetName = Given, Position = 1)]
    [FolderPath]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Path { get; set; } = ".";

    /// <summary>The folder to save to, without wildcards.</summary>
    [Parameter(ParameterSetName = Literal, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>Only attachments of these names, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Replace files of the same name. Without it a number is added to the new name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Resume an interrupted download.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Stop when the sender sends nothing for this many seconds.</summary>
    [Parameter]
    [ValidateRange(0.001d, 2_000_000d)]
    public double TimeoutSec { get; set; } = DownloadOptions.DefaultMaxSilence.TotalSeconds;

    /// <summary>The maximum bytes of a file, or of all files in a folder.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long MaximumSize { get; set; } = long.MaxValue;

    /// <summary>The maximum number of files and folders in a folder.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaximumCount { get; set; } = 1_000_000;

    /// <summary>The maximum depth of nested folders.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int MaximumDepth { get; set; } = 128;

    /// <inheritdoc/>
    protected override void Begin()
    {
        _folder = LiteralPath is null ? DestinationFolder.OfPattern(SessionState, Path) : DestinationFolder.OfLiteral(SessionState, LiteralPath);
        _names = Name is null ? null : new NamePatterns(Name);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (object each in InputObject)
        {
            try
            {
                foreach (var attachment in AttachmentReader.Read(each))
                {
                    bool isMeant = _names is null || _names.MatchesAny(attachment.Attachment.Name);
                    if (isMeant && ShouldProcess(SafeText.Line(attachment.ToString()), "Save to " + _folder))
                        Save(attachment);
                }
            }
            catch (IpMsgException unfit) when (unfit.ErrorId is IpMsgErrorId.InvalidMessage or IpMsgErrorId.InvalidAttachment)
            {
                Report(unfit);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (string missing in _names?.Missing ?? [])
            Report(new IpMsgException(IpMsgErrorId.AttachmentNotFound, "No attachment is called '" + missing + "'.", missing, "Look at the Attachments and Images of the message."));
    }

    private void Save(SavableAttachment attachment)
    {
        // Some clients serve only members that they know. The listener that received the message is known; another one introduces itself.
        var listener = Listener is null && attachment.Receiver is { State: NodeState.Running } receiver ? receiver : GetListener(ListenerUse.Send);
        if (listener != attachment.Receiver && _introduced.Add(attachment.Server))
            new Introductions(listener.Node, StopToken).Make([attachment.Server], waits: true);
        var progress = new SaveProgress(this, attachment);
        DownloadResult result;
        try
        {
            result = new AttachmentDownload(attachment.ToRequest(listener.Node, new DownloadEncryption(listener.Node, StopToken).For(attachment)), Options(), progress.Show).Run(StopToken);
        }
        catch (IpMsgException failure)
        {
            Report(new IpMsgException(failure.ErrorId, failure.Message, attachment.Source, failure.Advice, failure));
            return;
        }
        finally
        {
            progress.Complete();
        }
        RenamedEntryWarnings.Write(this, result);
        // The provider's own objects, with the note properties that Get-Item adds.
        WriteObject(InvokeProvider.Item.Get(["Microsoft.PowerShell.Core\\FileSystem::" + result.Path], force: true, literalPath: true), enumerateCollection: true);
    }

    private DownloadOptions Options() => new(_folder)
    {
        Overwrites = Force,
        Resumes = Resume,
        MaxSilence = TimeSpan.FromSeconds(TimeoutSec),
        MaxSize = MaximumSize,
        MaxCount = MaximumCount,
        MaxDepth = MaximumDepth,
    };
}
