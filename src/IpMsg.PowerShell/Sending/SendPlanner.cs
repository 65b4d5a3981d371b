using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Upload;
using IpMsg.PowerShell.Attachments;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Contacts;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell.Sending;

/// <summary>
/// Plans what Send-IpMsg sends: which of its arguments and pipeline objects are recipients (not resolved yet), text and files. It sends
/// nothing.
/// </summary>
internal sealed class SendPlanner
{
    private readonly SendIpMsgCommand _command;
    private readonly IReadOnlyList<OutgoingFile> _files;
    private readonly PipedStrings _strings;
    private readonly List<object> _pipedRecipients = [];
    private readonly List<FileSystemInfo> _pipedFiles = [];
    private bool _hasPlannedPiped;

    /// <summary>Reads the files at once: a message must not go out when one of its files is missing.</summary>
    /// <param name="command">Its parameters, all but -InputObject, are the same for every pipeline object.</param>
    /// <exception cref="IpMsgException">A file is missing or unreadable, or nobody could fetch it.</exception>
    internal SendPlanner(SendIpMsgCommand command)
    {
        _command = command;
        _strings = new PipedStrings(command);
        if (command.WaitDownload && command.NoWait)
            throw Ambiguous("-WaitDownload waits and -NoWait does not.", command.MyInvocation.MyCommand);
        if (command.GivenExpires is not null && !command.Queue)
            throw Ambiguous("-Expires belongs to -Queue.", command.MyInvocation.MyCommand, "Give -Queue as well.");
        if (command.Queue && (command.Broadcast || command.NoAnnounce))
            throw Ambiguous("Nobody confirms a broadcast or a message with -NoAnnounce, and -Queue waits for confirmations.",
                command.MyInvocation.MyCommand);
        if ((command.Attachment ?? command.Image) is { } files)
            ThrowIfNobodyCouldFetch(files[0]);
        _files = [.. Describe(command.Attachment, asImage: false), .. Describe(command.Image, asImage: true)];
    }

    /// <summary>The plan when nothing is piped.</summary>
    /// <exception cref="IpMsgException">The arguments contradict each other, or something is missing.</exception>
    internal (IReadOnlyList<object> To, string? Text, IReadOnlyList<OutgoingFile> Files) FromArguments()
    {
        var (to, text) = ReadPositional();
        return Plan(to, text);
    }

    /// <summary>The delivery that a pipeline object is, to be sent again; null for other objects.</summary>
    /// <exception cref="IpMsgException">It does not fit the arguments or its predecessors.</exception>
    internal IpMsgDelivery? ReadDelivery(object? value)
    {
        if (Unwrap(value) is not IpMsgDelivery delivery)
            return null;
        ThrowIfMixed(delivery);
        return _command is { To: null, Message: null } && !HasOtherRecipients && _files.Count == 0
            ? delivery
            : throw Ambiguous("A delivery is sent again with its own text and files to its own recipient.", delivery,
                "Pipe it alone, or use -To for another text.");
    }

    /// <summary>The plan for one pipeline object; null when it is collected until <see cref="FromCollected"/>.</summary>
    /// <exception cref="IpMsgException">
    /// The object does not fit the arguments or its predecessors, or Send-IpMsg cannot use it at all.
    /// </exception>
    internal (IReadOnlyList<object> To, string? Text, IReadOnlyList<OutgoingFile> Files)? FromInput(object? value)
    {
        object? input = Unwrap(value);
        ThrowIfMixed(input);
        switch (input)
        {
            case null:
                return null;
            case string text:
                return FromString(text);
            case IpMsgMessage message:
                // Replies go out one by one as their messages come: a receiving pipeline may never end.
                return Plan([message], TextForPipedRecipients(value));
            case FileSystemInfo file:
                _pipedFiles.Add(file);
                return null;
            default:
                if (ContactInput.Read(input) is null && RecipientReader.Read(input, 0, out _) is null)
                    throw NotSupported(input);
                AddRecipient(input);
                return null;
        }
    }

    /// <summary>The plan for all collected recipients and files; null when there are none.</summary>
    /// <exception cref="IpMsgException">They do not fit the arguments, or a file is unreadable.</exception>
    internal (IReadOnlyList<object> To, string? Text, IReadOnlyList<OutgoingFile> Files)? FromCollected()
    {
        _strings.ThrowIfExchanged(FirstAsText);
        if (_pipedFiles.Count > 0)
        {
            ThrowIfNobodyCouldFetch(_pipedFiles[0]);
            var files = Describe(_pipedFiles, asImage: false).ToList();
            var (to, text) = _pipedRecipients.Count > 0
                ? (_pipedRecipients, TextForPipedRecipients(_pipedRecipients[0]))
                : ReadPositional();
            return Plan(to, text, files);
        }
        return _pipedRecipients.Count > 0 ? Plan(_pipedRecipients, TextForPipedRecipients(_pipedRecipients[0])) : null;
    }

    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>True when -Broadcast or -InReplyTo gives the recipients: then -To has to be absent.</summary>
    private bool HasOtherRecipients => _command.Broadcast || _command.InReplyTo is not null;

    /// <summary>The recipients that -InReplyTo gives; empty without it.</summary>
    private object[] OtherRecipients => _command.InReplyTo is { } message ? [message] : [];

    /// <summary>The first positional argument when it can be a text: it binds to -To although it may be meant as the message.</summary>
    private string? FirstAsText => _command.To is { Length: 1 } to
        ? (to[0] is PSObject wrapped ? wrapped.BaseObject : to[0]) as string
        : null;

    private (IReadOnlyList<object> To, string? Text, IReadOnlyList<OutgoingFile> Files) Plan(
        IReadOnlyList<object> to, string? text, IReadOnlyList<OutgoingFile>? pipedFiles = null)
    {
        IReadOnlyList<OutgoingFile> files = pipedFiles is null ? _files : [.. pipedFiles, .. _files];
        if (string.IsNullOrWhiteSpace(text) && files.Count == 0)
        {
            throw new IpMsgException(
                IpMsgErrorId.NoText,
                text is null ? "The message has no text." : "The text is empty, so nothing was sent.",
                to.Count > 0 ? to[0] : _command.MyInvocation.MyCommand,
                "Give it as -Message or through the pipeline.");
        }
        if (to.Count == 0 && !_command.Broadcast)
        {
            throw new IpMsgException(
                IpMsgErrorId.NoRecipient,
                "The message has no recipient.",
                text ?? (object)files[0].Attachment.Name,
                "Give -To, -InReplyTo or -Broadcast, or pipe members.");
        }
        return (to, text, files);
    }

    private (IReadOnlyList<object> To, string? Text, IReadOnlyList<OutgoingFile> Files)? FromString(string text)
    {
        string? argument = _command.Message is null && !HasOtherRecipients ? FirstAsText : null;
        switch (_strings.Read(text, argument, hasRecipients: _pipedRecipients.Count > 0))
        {
            case StringUse.Text:
                break;
            case StringUse.Recipient:
                AddRecipient(text);
                return null;
            default:
                return null;
        }
        if (_command.Message is { } other)
            throw Ambiguous("There is a text in the pipeline and another one in -Message.", other);
        if (HasOtherRecipients && _command.To is not null || _command.Broadcast && _command.InReplyTo is not null)
            throw Ambiguous("The recipients are given twice.", (object?)_command.To ?? _command.InReplyTo);
        return Plan(_command.To ?? OtherRecipients, text);
    }

    private void AddRecipient(object recipient)
    {
        _pipedRecipients.AddRange(_strings.TakeHeld());
        _pipedRecipients.Add(recipient);
    }

    // "Send-IpMsg 'text' -Broadcast": when the recipients are given elsewhere, the one positional argument is the text.
    private (IReadOnlyList<object> To, string? Text) ReadPositional()
    {
        if (_command.Broadcast && _command.InReplyTo is { } reply)
            throw Ambiguous("-Broadcast cannot be combined with -InReplyTo.", reply);
        if (!HasOtherRecipients)
            return (_command.To ?? [], _command.Message);
        if (_command.Message is null && FirstAsText is { } text)
            return (OtherRecipients, text);
        if (_command.To is not null)
            throw Ambiguous("-To cannot be combined with " + (_command.Broadcast ? "-Broadcast." : "-InReplyTo."), _command.To);
        return (OtherRecipients, _command.Message);
    }

    // "Get-IpMsgMember | Send-IpMsg 'text'": the one positional argument is the text here as well.
    private string? TextForPipedRecipients(object? input)
    {
        if (!HasOtherRecipients && _command.Message is null && FirstAsText is { } text)
            return text;
        if (_command.To is not null || HasOtherRecipients)
        {
            object? target = (object?)_command.To ?? _command.InReplyTo ?? input;
            throw Ambiguous("There are recipients in the pipeline and others among the arguments.", target);
        }
        return _command.Message;
    }

    private IEnumerable<OutgoingFile> Describe(IEnumerable<object>? values, bool asImage) =>
        (values ?? [])
            .SelectMany(each => AttachmentPaths.Of(each, _command.SessionState))
            .Select(each => OfferFactory.Describe(each, asImage));

    // All piped files are one message, sent at the end of the pipeline. Texts, messages and deliveries are sent as they come, so nobody can
    // have meant them for the files. Members and files together are what they look like.
    private void ThrowIfMixed(object? input)
    {
        bool isSentAsItComes = input is string && !_strings.AreRecipients || input is IpMsgMessage or IpMsgDelivery;
        if (isSentAsItComes ? _pipedFiles.Count > 0 : input is FileSystemInfo && _hasPlannedPiped)
        {
            throw Ambiguous(
                "There are files in the pipeline, and texts, messages or deliveries as well.",
                input,
                "Pipe the files, and give the text as -Message; or give the files as -Attachment.");
        }
        _hasPlannedPiped |= isSentAsItComes;
    }

    private void ThrowIfNobodyCouldFetch(object file)
    {
        if (_command.Broadcast)
        {
            throw Ambiguous(
                "Files are offered to recipients, and a broadcast has none.",
                file,
                "Send it to members: Get-IpMsgMember | Send-IpMsg -Attachment ...");
        }
        if (_command.NoAnnounce)
            throw Ambiguous("Files are fetched from a member, and -NoAnnounce makes none.", file, "Leave -NoAnnounce out.");
    }

    private static IpMsgException NotSupported(object input)
    {
        string type = input is PSObject { TypeNames.Count: > 0 } custom ? custom.TypeNames[0] : input.GetType().Name;
        return new IpMsgException(
            IpMsgErrorId.InputNotSupported,
            "An object of type " + type + " is neither a recipient nor a text nor a file.",
            input,
            "Pipe members, addresses, messages, deliveries, strings or files; of the rows of a table, give a column as -To."
                + " Out-String makes a text of other objects.");
    }

    private static IpMsgException Ambiguous(string message, object? target, string advice = "Leave one of them out.") =>
        new(IpMsgErrorId.AmbiguousInput, message, target, advice);
}
