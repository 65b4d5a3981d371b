using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using IpMsg.Shell.Editing;

namespace IpMsg.Shell.Hosting;

/// <summary>Gets one answer from the user, or from whatever stands in for the user on standard input.</summary>
internal sealed class AnswerReader(Terminal terminal, KeyReader keys, bool nonInteractive)
{
    /// <summary>A line. What already stands on the screen's line is its prompt.</summary>
    public string Read() => Read(masked: false);

    /// <summary>A line that is not shown.</summary>
    public SecureString ReadSecret()
    {
        var secret = new SecureString();
        foreach (var c in Read(masked: true))
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    private string Read(bool masked)
    {
        if (nonInteractive)
        {
            throw new PSInvalidOperationException("The shell was started with -NonInteractive; it cannot ask.");
        }

        if (terminal.InputIsTerminal)
        {
            return ReadFromTerminal(masked);
        }

        // The end of the input must not look like an empty answer: a prompt that insists would ask forever.
        return Console.In.ReadLine() ?? throw new HostException("Standard input has ended before this was answered.");
    }

    private string ReadFromTerminal(bool masked)
    {
        try
        {
            return new LineEditor(terminal, keys).Read(terminal.CurrentLine, masked)
                ?? throw new PipelineStoppedException();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }
}
