using System;
using System.Diagnostics;
using System.Globalization;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Members;

/// <summary>The same listing in pwsh, measured with Measure-Command.</summary>
internal static class PwshListing
{
    internal static void Run(int members, int rounds, double maxMilliseconds)
    {
        using var folder = new ScratchFolder();
        string count = members.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(PwshProcess.Start(
            "Import-Module '" + Modules.Own + "'; "
            + "(Start-IpMsgListener -Address 127.0.0.1 -Port 0 -Silent -PassThru -NoStore -KeyPath '" + folder.Path + "').EndPoint.Port; "
            + "$null = [Console]::In.ReadLine(); "
            + "if (@(Get-IpMsgMember -TimeoutSec 0).Count -ne " + count + ") { throw 'Not all members are there.' } "
            + "$plain = foreach ($i in 1.." + count + ") { "
            + "[pscustomobject]@{ NickName = \"n$i\"; GroupName = 'g'; UserName = \"u$i\"; HostName = \"h$i\" } } "
            + "foreach ($round in 1.." + rounds.ToString(CultureInfo.InvariantCulture) + ") { '{0:R} {1:R}' -f "
            + "(Measure-Command { $null = $plain | ForEach-Object { $_ } }).TotalMilliseconds, "
            + "(Measure-Command { $null = Get-IpMsgMember -TimeoutSec 0 }).TotalMilliseconds }"))!;
        SampleMembers.SendTo(int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture), members);
        process.StandardInput.WriteLine();
        var (plain, own) = (new Sample(), new Sample());
        while (process.StandardOutput.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            plain.Add(double.Parse(words[0], CultureInfo.InvariantCulture));
            own.Add(double.Parse(words[1], CultureInfo.InvariantCulture));
        }
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The listing in pwsh failed.");
        MetricLine.Beside("members: as many ready objects through ForEach-Object in pwsh", plain.Median, "ms");
        MetricLine.AtMost("members: Get-IpMsgMember in pwsh", own.Median, "ms", maxMilliseconds);
    }
}
