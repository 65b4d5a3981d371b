using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace IpMsg.Node.TestChild.Kills;

/// <summary>Runs a <see cref="KilledSession"/> in a process and reads what it prints.</summary>
internal sealed class SessionProcess : IDisposable
{
    private const int SignalTerminate = 15;

    private readonly Process _process;
    private readonly Thread _reader;
    private readonly Action<int> _onReady;
    private readonly Action<string> _onTaken;
    private readonly ManualResetEventSlim _isReady = new();

    /// <param name="folder">The folder of the store.</param>
    /// <param name="takes">How many messages the session takes.</param>
    /// <param name="seed">The seed of its pauses.</param>
    /// <param name="onReady">Gets the port, on another thread.</param>
    /// <param name="onTaken">Gets the number of each message that was taken, on another thread.</param>
    internal SessionProcess(string folder, SessionTakes takes, int seed, Action<int> onReady, Action<string> onTaken)
    {
        (_onReady, _onTaken) = (onReady, onTaken);
        // The runtime that runs this program, wherever it is installed: its folder is shared/Microsoft.NETCore.App/version below the host.
        string runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string assembly = typeof(SessionProcess).Assembly.Location;
        // The runtime for Windows of tests/windows has no host of its own.
        bool isWindows = OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(isWindows ? Path.ChangeExtension(assembly, ".exe") : Path.Combine(runtime, "dotnet"))
        { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["DOTNET_ROOT"] = runtime;
        if (!isWindows)
            start.ArgumentList.Add(assembly);
        foreach (string argument in (IEnumerable<string>)
            [KilledSession.Name, folder, takes.ToString(), seed.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _reader = new Thread(Read);
        _reader.Start();
    }

    internal bool WaitUntilReady(TimeSpan maxWait) => _isReady.Wait(maxWait);

    /// <summary>SIGKILL: the process can do nothing about it.</summary>
    internal void Kill() => _process.Kill();

    /// <summary>SIGTERM: the process leaves the network and ends.</summary>
    internal void Terminate()
    {
        if (kill(_process.Id, SignalTerminate) != 0)
            throw new InvalidOperationException("The signal was not sent.");
    }

    /// <summary>Waits for the end, and until all of the output was read.</summary>
    internal int WaitForExit()
    {
        _process.WaitForExit();
        _reader.Join();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        WaitForExit();
        _process.Dispose();
        _isReady.Dispose();
    }

    // Each line is one write of less than PIPE_BUF bytes, so a kill leaves no part of one.
    private void Read()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words is ["taken", var number])
            {
                _onTaken(number);
            }
            else if (words is ["ready", var port])
            {
                _onReady(int.Parse(port, CultureInfo.InvariantCulture));
                _isReady.Set();
            }
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
