using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using IpMsg.Testing;

namespace IpMsg.Node.Tests.Support;

/// <summary>Another process, running a task of IpMsg.Node.TestChild.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    internal ChildProcess(params string[] arguments)
    {
        var start = BuiltProgram.Start("IpMsg.Node.TestChild");
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        // The child writes UTF-8. Windows reads the code page of the console otherwise.
        start.StandardOutputEncoding = Encoding.UTF8;
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    internal StreamReader Output => _process.StandardOutput;

    internal StreamWriter Input => _process.StandardInput;

    internal int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>At once and without a chance to tidy up.</summary>
    internal void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
