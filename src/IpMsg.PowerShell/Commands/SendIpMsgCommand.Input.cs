using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Upload;
using IpMsg.PowerShell.Attachments;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell.Commands;

/// <content>Which of arguments and pipeline is what: recipients, text, files.</content>
public sealed partial class SendIpMsgCommand
{
    private readonly List<object> _pipedRecipients = [];
    private readonly List<FileSystemInfo> _pipedFiles = [];
    private IReadOnlyList<OutgoingFile> _files = [];
    private bool _hasSentPiped;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (WaitDownload && NoWait)
            throw Ambiguous("-WaitDownload waits and -NoWait does not.", MyInvocation.MyCommand);
        if (Attachment is not null || Image is not null)
            ThrowIfNobodyCouldFetch(((Attachment ?? Image)!)[0]);
        // Before anything is sent, for a message without its files is worse than none.
        _files = [.. Describe(Attachment, asImage: false), .. Describe(Image, asImage: true)];
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!MyInvocation.ExpectingInput && InputObject is null)
        {
            var (to, text) = Arguments();
            Send(to, text);
            return;
        }
        object? input = InputObject is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : InputObject;
        ThrowIfMixed(input);
        switch (input)
        {
            case null:
                break;
            case string text:
                SendPipedText(text);
                break;
            case IpMsgDelivery delivery:
                if (To is not null || Message is not null || InReplyTo is not null || Broadcast || _files.Count > 0)
                    throw Ambiguous("A delivery is sent again with its own text and files to its own recipient.", delivery, "Pipe it alone, or use -To for another text.");
                Desk.SendAgain(delivery, TimeoutMs, NoWait);
                break;
            case IpMsgMessage message:
                // Replies go out one by one as their messages come; a receiving pipeline may never end.
                Send([message], TextForPipedRecipients());
                break;
            case FileSystemInfo file:
                _pipedFiles.Add(file);
                break;
            default:
                if (RecipientReader.Read(input, 0, out _) is null)
                    Report(new IpMsgException(IpMsgErrorId.InputNotSupported, "A " + (input is PSObject { TypeNames.Count: > 0 } custom ? custom.TypeNames[0] : input.GetType().Name) + " is neither a recipient nor a text nor a file.", input,
                        "Pipe members, addresses, messages, deliveries, strings or files; of the rows of a table, give a column as -To."));
                else
                    _pipedRecipients.Add(input);
                break;
        }
    }

    private void SendWhatWasCollected()
    {
        if (_pipedFiles.Count > 0)
        {
            ThrowIfNobodyCouldFetch(_pipedFiles[0]);
            var files = Describe(_pipedFiles, asImage: false).ToList();
            var (to, text) = _pipedRecipients.Count > 0 ? (_pipedRecipients, TextForPipedRecipients()) : Arguments();
            Send(to, text, files);
        }
        else if (_pipedRecipients.Count > 0)
        {
            Send(_pipedRecipients, TextForPipedRecipients());
        }
    }

    private IEnumerable<OutgoingFile> Describe(IEnumerable<object>? values, bool asImage) =>
        (values ?? []).SelectMany(each => AttachmentPaths.Of(each, SessionState)).Select(each => OfferFactory.Describe(each, asImage));

    // Files wait for the end of the pipeline, since all of them are one message; what is sent as it comes cannot be meant to have them.
    // Members and files together are what they look like.
    private void ThrowIfMixed(object? input)
    {
        bool isSentAsItComes = input is string or IpMsgMessage or IpMsgDelivery;
        if (isSentAsItComes ? _pipedFiles.Count > 0 : input is FileSystemInfo && _hasSentPiped)
            throw Ambiguous("There are files in the pipeline, and texts, messages or deliveries as well.", input, "Pipe the files, and give the text as -Message; or give the files as -Attachment.");
        _hasSentPiped |= isSentAsItComes;
    }

    private void ThrowIfNobodyCouldFetch(object file)
    {
        if (Broadcast)
            throw Ambiguous("Files are offered to recipients, and a broadcast has none.", file, "Send it to members: Get-IpMsgMember | Send-IpMsg -Attachment ...");
        if (NoAnnounce)
            throw Ambiguous("Files are fetched from a member, and -NoAnnounce makes none.", file, "Leave -NoAnnounce out.");
    }

    // "Send-IpMsg 'text' -Broadcast": when the recipients are said elsewhere, the one positional argument is the text.
    private (IReadOnlyList<object> To, string? Text) Arguments()
    {
        if (Broadcast && InReplyTo is not null)
            throw Ambiguous("-Broadcast cannot be combined with -InReplyTo.", InReplyTo);
        if (!IsSaidElsewhere)
            return (To ?? [], Message);
        if (Message is null && OnlyText is { } text)
            return (Elsewhere, text);
        if (To is not null)
            throw Ambiguous("-To cannot be combined with " + (Broadcast ? "-Broadcast." : "-InReplyTo."), To);
        return (Elsewhere, Message);
    }

    private bool IsSaidElsewhere => Broadcast || InReplyTo is not null;

    private IReadOnlyList<object> Elsewhere => InReplyTo is { } message ? [message] : [];

    /// <summary>The first positional argument when it can be a text.</summary>
    private string? OnlyText => To is { Length: 1 } ? (To[0] is PSObject wrapped ? wrapped.BaseObject : To[0]) as string : null;

    private void SendPipedText(string text)
    {
        if (Message is not null)
            throw Ambiguous("There is a text in the pipeline and another one in -Message.", Message);
        if (IsSaidElsewhere && To is not null || Broadcast && InReplyTo is not null)
            throw Ambiguous("The recipients are said twice.", (object?)To ?? InReplyTo);
        Send(To ?? Elsewhere, text);
    }

    private string? TextForPipedRecipients()
    {
        if (!IsSaidElsewhere && Message is null && OnlyText is { } text)
            return text;
        if (To is not null || IsSaidElsewhere)
            throw Ambiguous("There are recipients in the pipeline and others among the arguments.", (object?)To ?? InReplyTo ?? InputObject);
        return Message;
    }

    private static IpMsgException Ambiguous(string message, object? target, string advice = "Leave one of them out.") =>
        new(IpMsgErrorId.AmbiguousInput, message, target, advice);
}
