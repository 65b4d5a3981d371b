using System.Collections.Generic;
using IpMsg.Node;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Sending;

/// <summary>What a string in the pipeline of Send-IpMsg is.</summary>
internal enum StringUse
{
    /// <summary>A text for the recipients of the arguments.</summary>
    Text,
    /// <summary>A recipient of the text of -Message.</summary>
    Recipient,
    /// <summary>Undecided until the end of the pipeline.</summary>
    Held,
    /// <summary>A blank line in a list of recipients, or an empty text, which was reported.</summary>
    Nothing,
}

/// <summary>
/// Decides whether strings in the pipeline are texts or recipients. With -Message by name they are recipients. With one positional argument
/// they are texts for it, unless it names nobody and all strings are addresses or members: then text and recipients are exchanged.
/// </summary>
/// <param name="command">Its parameters do not change during the pipeline.</param>
internal sealed class PipedStrings(SendIpMsgCommand command)
{
    private readonly List<string> _held = [];
    private bool _isArgumentFound;

    /// <summary>True when strings are recipients: -Message has the text, and no argument has the recipients.</summary>
    internal bool AreRecipients => command is { To: null, Message: not null } && !command.Broadcast && command.InReplyTo is null;

    /// <summary>Decides for one string.</summary>
    /// <param name="text">The string.</param>
    /// <param name="argument">The one positional argument when it can be a text; null otherwise.</param>
    /// <param name="hasRecipients">True when the pipeline had recipients before, which makes the argument the text.</param>
    /// <exception cref="IpMsgException">There are recipients and texts in the pipeline.</exception>
    internal StringUse Read(string text, string? argument, bool hasRecipients)
    {
        bool isBlank = string.IsNullOrWhiteSpace(text);
        if (AreRecipients)
            return isBlank ? StringUse.Nothing : StringUse.Recipient;
        if (isBlank)
        {
            command.Report(new IpMsgException(IpMsgErrorId.NoText, "An empty text is not sent.", text,
                "Leave empty lines out: Where-Object { $_ }."));
            return StringUse.Nothing;
        }
        if (argument is null || _isArgumentFound)
            return StringUse.Text;
        bool isRecipient = command.Sender.IsRecipient(text);
        if (hasRecipients)
        {
            return isRecipient
                ? StringUse.Recipient
                : throw new IpMsgException(IpMsgErrorId.AmbiguousInput,
                    "There are recipients in the pipeline, and a text as well: '" + text + "'.", text,
                    "Give the text as -Message; then every string in the pipeline is a recipient.");
        }
        if (isRecipient && !(_isArgumentFound = command.IsWhatIf || command.Sender.Finds(argument)))
        {
            _held.Add(text);
            return StringUse.Held;
        }
        // The argument is not searched again for each of many texts. When nobody has the name, sending reports that for each.
        _isArgumentFound = true;
        _held.Clear();
        return StringUse.Text;
    }

    /// <summary>The strings that were held; they are recipients when others came after them.</summary>
    internal IEnumerable<string> TakeHeld()
    {
        string[] held = [.. _held];
        _held.Clear();
        return held;
    }

    /// <summary>Ends the command when only held strings came.</summary>
    /// <param name="argument">The one positional argument.</param>
    /// <exception cref="IpMsgException">Text and recipients are exchanged.</exception>
    internal void ThrowIfExchanged(string? argument)
    {
        if (_held.Count == 0 || argument is null)
            return;
        throw new IpMsgException(IpMsgErrorId.AmbiguousInput,
            "Nobody answers to the name '" + argument + "', and the pipeline has recipients ('" + string.Join("', '", _held)
            + "'). Strings there are texts unless -Message is given by name. Nothing was sent.",
            argument, SuggestedLine.ForRecipients(_held, argument));
    }
}
