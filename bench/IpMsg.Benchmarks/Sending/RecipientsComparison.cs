using System;
using System.Linq;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Sending;

/// <summary>Sends one message to a thousand recipients, all of which confirm it.</summary>
internal static class RecipientsComparison
{
    private const int Recipients = 1_000;
    private const int WarmUps = 5;
    private const int Rounds = 21;
    private const double MinRate = 5_000;

    internal static void Run()
    {
        using var responders = new ResponderProcess(Recipients);
        using var raw = new RawSender();
        using var node = new NodeSender();
        using var engine = new Engine();
        using var storing = new Engine();
        string names = string.Join(",", responders.EndPoints.Select(each => "'" + each + "'"));
        Start(engine, "-NoStore", names);
        Start(storing, "-DataPath '" + storing.Folder + "'", names);
        var (rawSeconds, nodeSeconds, cmdletSeconds, storedSeconds) = (new Sample(), new Sample(), new Sample(), new Sample());
        for (int round = -WarmUps; round < Rounds; round++)
        {
            double byHand = raw.Send(responders.EndPoints), byNode = node.Send(responders.EndPoints);
            double byCmdlet = Send(engine), stored = Send(storing);
            if (round < 0)
                continue;
            rawSeconds.Add(byHand);
            nodeSeconds.Add(byNode);
            cmdletSeconds.Add(byCmdlet);
            storedSeconds.Add(stored);
        }
        engine.Run("Stop-IpMsgListener");
        storing.Run("Stop-IpMsgListener");
        MetricLine.Beside("recipients: plain socket", Recipients / rawSeconds.Median, "a second");
        MetricLine.AtLeast("recipients: node, all confirmed", Recipients / nodeSeconds.Median, "a second", MinRate);
        MetricLine.AtLeast("recipients: Send-IpMsg in the engine, all confirmed", Recipients / cmdletSeconds.Median, "a second", MinRate);
        MetricLine.AtLeast("recipients: the same with the message store", Recipients / storedSeconds.Median, "a second", MinRate);
        MetricLine.Beside("recipients: node to plain socket", rawSeconds.Median / nodeSeconds.Median, "times");
        MetricLine.Beside("recipients: repetitions by the node in all rounds", node.Repetitions, "");
    }

    private static void Start(Engine engine, string store, string names) => engine.Run(
        "Start-IpMsgListener -Address 127.0.0.1 -Port 0 -Silent -KeyPath '" + engine.Folder + "' " + store + "; $to = @(" + names + ")");

    private static double Send(Engine engine) => engine.Time("Send-IpMsg $to 'The meeting begins at two.'", Recipients);
}
