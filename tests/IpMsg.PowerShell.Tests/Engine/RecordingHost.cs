using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>A host that keeps what is written to it and answers every confirmation the same way.</summary>
internal sealed class RecordingHost : PSHost
{
    private readonly RecordingUI _ui = new();

    /// <summary>What the terminal would have been sent.</summary>
    internal string Text => _ui.Text;

    /// <summary>The answer to "Are you sure?"; null when nobody is expected to ask.</summary>
    internal bool? Confirms
    {
        set => _ui.Confirms = value;
    }

    internal string TakeText() => _ui.TakeText();

    /// <summary>How often somebody asked.</summary>
    internal int Questions => _ui.Questions;

    internal int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Recording host";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
