using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using IpMsg.Shell.Editing;

namespace IpMsg.Shell.Hosting;

/// <summary>Shows the streams of a pipeline and asks the user's questions, as a pwsh user knows it.</summary>
internal sealed class UserInterface : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    private readonly Terminal _terminal;
    private readonly AnswerReader _answers;

    public UserInterface(Terminal terminal, KeyReader keys, bool nonInteractive)
    {
        _terminal = terminal;
        _answers = new AnswerReader(terminal, keys, nonInteractive);
        RawUI = new RawUserInterface(terminal, keys);
        Progress = new ProgressLine(terminal);
    }

    public ProgressLine Progress { get; }

    /// <summary>While the shell shows an error of its own, lines go where errors go.</summary>
    public bool WritesToError { get; set; }

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => _terminal.UnderstandsEscapes;

    public override void Write(string value) => _terminal.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _terminal.Write(Palette.Paint(foregroundColor, backgroundColor, value));

    public override void WriteLine(string value)
    {
        if (WritesToError)
        {
            _terminal.WriteError(value + Environment.NewLine);
        }
        else
        {
            _terminal.Write(value + Environment.NewLine);
        }
    }

    /// <summary>Errors come here formatted and mostly coloured already.</summary>
    public override void WriteErrorLine(string value) =>
        _terminal.WriteError((value.Contains('\e', StringComparison.Ordinal) ? value : Styled(FormatStyle.Error, value)) + Environment.NewLine);

    public override void WriteWarningLine(string message) => WriteLine(Styled(FormatStyle.Warning, $"WARNING: {message}"));

    public override void WriteVerboseLine(string message) => WriteLine(Styled(FormatStyle.Verbose, $"VERBOSE: {message}"));

    public override void WriteDebugLine(string message) => WriteLine(Styled(FormatStyle.Debug, $"DEBUG: {message}"));

    public override void WriteProgress(long sourceId, ProgressRecord record) => Progress.Report(sourceId, record);

    public override string ReadLine() => _answers.Read();

    public override SecureString ReadLineAsSecureString() => _answers.ReadSecret();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }

        if (descriptions.Any(field => !string.IsNullOrEmpty(field.HelpMessage)))
        {
            WriteLine("(Type !? for help.)");
        }

        var question = new FieldQuestion(this);
        return descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(question.Ask(field) ?? ""));
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        new ChoiceQuestion(this, choices, [defaultChoice]).AskOne(caption, message);

    public Collection<int> PromptForChoice(
        string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices) =>
        new ChoiceQuestion(this, choices, defaultChoices ?? []).AskSeveral(caption ?? "", message ?? "");

    public override PSCredential PromptForCredential(string? caption, string? message, string? userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string? caption, string? message, string? userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line!);
        }

        while (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    private static string Styled(FormatStyle style, string text) =>
        GetFormatStyleString(style) is { Length: > 0 } start ? $"{start}{text}{PSStyle.Instance.Reset}" : text;
}
