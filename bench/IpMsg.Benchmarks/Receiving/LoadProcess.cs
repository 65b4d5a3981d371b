using System;
using System.Diagnostics;
using System.Globalization;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>Controls a <see cref="LoadGenerator"/> process.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _process;

    internal LoadProcess()
    {
        var start = OwnProcess.Start(LoadGenerator.Name);
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>Sends that many messages and waits for all confirmations; returns the seconds.</summary>
    internal double Send(int port, int count, int window = LoadGenerator.Window)
    {
        _process.StandardInput.WriteLine(FormattableString.Invariant($"{port} {count} {window}"));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The load generator ended: a datagram was lost.");
        return double.Parse(line, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
