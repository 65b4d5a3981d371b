using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Sending;

/// <summary>Controls a <see cref="Responders"/> process.</summary>
internal sealed class ResponderProcess : IDisposable
{
    private readonly Process _process;

    internal ResponderProcess(int count)
    {
        var start = OwnProcess.Start(Responders.Name, count.ToString(CultureInfo.InvariantCulture));
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        string line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The responders could not bind their addresses.");
        int port = int.Parse(line, CultureInfo.InvariantCulture);
        EndPoints = new IPEndPoint[count];
        for (int i = 0; i < count; i++)
            EndPoints[i] = new IPEndPoint(Responders.AddressOf(i), port);
    }

    internal IPEndPoint[] EndPoints { get; }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
