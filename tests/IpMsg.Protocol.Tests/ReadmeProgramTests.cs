using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

/// <summary>Runs the program in the README of the package: the build extracts it.</summary>
public sealed class ReadmeProgramTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    [Rule(39)]
    public async Task R39_the_program_in_the_readme_confirms_a_message_and_prints_it()
    {
        using var sender = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = FreeEndPoint();
        using var program = Start(address);
        try
        {
            byte[] message = Encoding.UTF8.GetBytes("1:1700000001:bob:PC-2:8388896:Hello\0");
            string confirmation = await Exchange(sender, message, address);
            Assert.Matches(@"^1:\d+:alice:PC-1:\d+:1700000001\0", confirmation);
            Assert.Equal(0x21u, uint.Parse(confirmation.Split(':')[4], CultureInfo.InvariantCulture) & 0xFF);
            Assert.Equal("bob: Hello", (await program.StandardOutput.ReadToEndAsync().WaitAsync(s_patience)).Trim());
            await program.WaitForExitAsync().WaitAsync(s_patience);
            Assert.Equal(0, program.ExitCode);
        }
        finally
        {
            program.Kill();
        }
    }

    // Repeats the message like any client until the program has bound its port.
    private static async Task<string> Exchange(UdpClient sender, byte[] message, IPEndPoint to)
    {
        using var end = new CancellationTokenSource(s_patience);
        var answer = sender.ReceiveAsync(end.Token).AsTask();
        do
            await sender.SendAsync(message, to, end.Token);
        while (await Task.WhenAny(answer, Task.Delay(200, end.Token)) != answer && !end.IsCancellationRequested);
        return Encoding.UTF8.GetString((await answer).Buffer);
    }

    private static IPEndPoint FreeEndPoint()
    {
        using var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)probe.Client.LocalEndPoint!;
    }

    private static Process Start(IPEndPoint address)
    {
        var start = BuiltProgram.Start("IpMsg.Protocol.ReadmeProgram");
        start.RedirectStandardOutput = true;
        start.ArgumentList.Add(address.ToString());
        return Process.Start(start)!;
    }
}
