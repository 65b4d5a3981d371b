using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>
/// A process that serves on 127.0.0.2 and one that downloads on 127.0.0.3, both through the cmdlets, each with its folder.
/// </summary>
internal sealed class ProcessPair : IDisposable
{
    internal const string ServerAddress = "127.0.0.2", SaverAddress = "127.0.0.3";

    private readonly ScratchFolder _scratch = new();
    private ScriptProcess? _saver;

    internal ProcessPair(bool hasSaver = true)
    {
        Source = Directory.CreateDirectory(Path.Combine(_scratch.Path, "source")).FullName;
        Target = Directory.CreateDirectory(Path.Combine(_scratch.Path, "target")).FullName;
        Server = new ScriptProcess();
        Server.Run(Listen("Server", ServerAddress));
        if (hasSaver)
            StartSaver();
    }

    internal int Port { get; } = RandomNumberGenerator.GetInt32(10_000, 30_000);

    internal string Source { get; }

    internal string Target { get; }

    internal ScriptProcess Server { get; }

    internal ScriptProcess Saver => _saver!;

    /// <summary>Starts a new downloading process in place of one that has ended.</summary>
    internal void StartSaver()
    {
        _saver?.Dispose();
        _saver = new ScriptProcess();
        _saver.Run(Listen("Saver", SaverAddress));
    }

    /// <summary>Offers a path; the downloading process has the message in $message then.</summary>
    internal void Offer(string path)
    {
        Server.Run($"$null = Send-IpMsg {SaverAddress} offer -Attachment '{path}' -ErrorAction Stop");
        Saver.Run("$message = Receive-IpMsg -TimeoutSec 60 -Count 1");
    }

    /// <summary>The script that starts a listener.</summary>
    internal string Listen(string name, string address) =>
        $"Start-IpMsgListener {name} -Address {address} -Port {Port} -BroadcastAddress {ServerAddress}"
        + $" -NoStore -KeyPath '{Path.Combine(_scratch.Path, name)}'";

    /// <summary>Offers and downloads; returns the time and the memory growth.</summary>
    internal (double Seconds, double ServerGrowth, double SaverGrowth) Run(string path)
    {
        Offer(path);
        PeakMemory server = new(Server), saver = new(Saver);
        var watch = Stopwatch.StartNew();
        Saver.Run($"$null = $message | Save-IpMsgAttachment '{Target}' -ErrorAction Stop");
        return (watch.Elapsed.TotalSeconds, server.Growth, saver.Growth);
    }

    public void Dispose()
    {
        _saver?.Dispose();
        Server.Dispose();
        _scratch.Dispose();
    }
}
