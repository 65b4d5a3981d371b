using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Node.Interop;
using IpMsg.PowerShell.Attachments;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Commands;

/// <summary>Downloads files, folders and images that messages offer, and writes them as Get-Item does.</summary>
[Cmdlet(VerbsData.Save, "IpMsgAttachment", SupportsShouldProcess = true, DefaultParameterSetName = Piped)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class SaveIpMsgAttachmentCommand : ListenerCmdlet
{
    // "$message | Save-IpMsgAttachment folder" and "Save-IpMsgAttachment $message folder" need different first positions.
    private const string Piped = "Piped", Given = "Given", Literal = "LiteralPath";

    private NamePatterns? _names;
    private string _folder = "";
    private AttachmentSaver? _saver;

    /// <summary>Messages, for all that they offer, or attachments; also deserialized ones, and lines of the message log.</summary>
    [Parameter(ParameterSetName = Piped, Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = Given, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = Literal, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>The folder to save to, with wildcards; the current location by default.</summary>
    [Parameter(ParameterSetName = Piped, Position = 0)]
    [Parameter(ParameterSetName = Given, Position = 1)]
    [FilePath(IsPattern = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Path { get; set; } = ".";

    /// <summary>The folder to save to, without wildcards.</summary>
    [Parameter(ParameterSetName = Literal, Mandatory = true)]
    [FilePath]
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
        _folder = LiteralPath is null
            ? DestinationFolder.OfPattern(SessionState, Path)
            : DestinationFolder.OfLiteral(SessionState, LiteralPath);
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
            catch (IpMsgException exception) when (exception.ErrorId is IpMsgErrorId.InvalidMessage or IpMsgErrorId.InvalidAttachment)
            {
                Report(exception);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (string missing in _names?.Missing ?? [])
            Report(new IpMsgException(IpMsgErrorId.AttachmentNotFound,
                "No attachment is called '" + missing + "'.", missing, "Look at the Attachments and Images of the message."));
    }

    private void Save(SavableAttachment attachment)
    {
        // Some clients serve only members that they know. They know the listener that received the message; another one announces itself.
        var receiver = attachment.Receiver is { Node.State: NodeState.Running } running ? running : null;
        var listener = Listener is null && receiver is not null ? receiver : GetListener(ListenerUse.Send);
        _saver ??= new AttachmentSaver(this, Options(), StopToken);
        _saver.Introduce(attachment, listener);
        DownloadResult result;
        try
        {
            result = _saver.Save(attachment, listener);
        }
        catch (IpMsgException exception)
        {
            Report(exception);
            return;
        }
        RenamedEntryWarnings.Write(this, result);
        // The provider's own objects, with the note properties that Get-Item adds.
        string[] path = [FilePaths.ForProvider(result.Path, Platform.IsWindows, Platform.IsFramework)];
        WriteObject(InvokeProvider.Item.Get(path, force: true, literalPath: true), enumerateCollection: true);
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
