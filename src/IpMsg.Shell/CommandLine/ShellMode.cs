namespace IpMsg.Shell.CommandLine;

/// <summary>What the shell was started for.</summary>
internal enum ShellMode
{
    /// <summary>A prompt, or the script on standard input when that is redirected.</summary>
    Interactive,

    /// <summary>A text given on the command line.</summary>
    Command,

    /// <summary>A script file and its arguments.</summary>
    File,

    /// <summary>A script on standard input, asked for with a dash.</summary>
    StandardInput,

    /// <summary>Name and version, then done.</summary>
    Version,

    /// <summary>How to use the shell, then done.</summary>
    Help,
}
