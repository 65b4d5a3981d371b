using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>The writing and asking part of <see cref="RecordingHost"/>.</summary>
internal sealed class RecordingUI : PSHostUserInterface
{
    private readonly StringBuilder _text = new();

    internal bool? Confirms { get; set; }

    internal int Questions { get; private set; }

    internal string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    public override PSHostRawUserInterface? RawUI => null;

    public override bool SupportsVirtualTerminal => false;

    internal string TakeText()
    {
        lock (_text)
        {
            string text = _text.ToString();
            _text.Clear();
            return text;
        }
    }

    public override void Write(string value)
    {
        lock (_text)
            _text.Append(value);
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine(message);

    public override void WriteVerboseLine(string message) => WriteLine(message);

    public override void WriteWarningLine(string message) => WriteLine(message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    // The choices of a confirmation are Yes, Yes to All, No, No to All, Suspend.
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Questions++;
        WriteLine(message);
        return Confirms is { } answer
            ? answer ? 0 : 2 : throw new InvalidOperationException("Nobody expected the question '" + message + "'.");
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new NotSupportedException();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw new NotSupportedException();

    public override string ReadLine() => throw new NotSupportedException();

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
}
