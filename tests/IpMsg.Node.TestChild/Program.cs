using System;
using System.Globalization;
using System.Linq;
using IpMsg.Node.TestChild.Kills;
using IpMsg.Node.TestChild.Soak;

namespace IpMsg.Node.TestChild;

/// <summary>Does one thing until it is done or killed, and prints what it has done.</summary>
internal static class Program
{
    private static void Main(string[] args)
    {
        switch (args[0])
        {
            case "log":
                LogWriter.Run(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), args[3]);
                break;
            case "numbers":
                NumberDrawer.Run(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
                break;
            case "store":
                StoreSession.Run(args[1], args[2]);
                break;
            case QueueSender.Name:
                QueueSender.Run(args[1], QueueSender.Number(args[2]), args[3], args[4..]);
                break;
            case "queue":
                QueueWriter.Run(args[1], args[2]);
                break;
            case "keys":
                KeyWriter.Run(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
                break;
            case "handles":
                HandleLimiter.Run();
                break;
            case "member":
                EndingMember.Run(args[1], args[2]);
                break;
            case CommandedMember.Name:
                CommandedMember.Run(args[1], args[2], bool.Parse(args[3]));
                break;
            case "witness":
                EndingWitness.Run(args[1], args[2]);
                break;
            case "soak":
                int[] numbers = [.. args[2..].Select(static each => int.Parse(each, CultureInfo.InvariantCulture))];
                SoakProgram.Run(new SoakPlan(args[1], numbers[0], numbers[1]), numbers[2], numbers[3], numbers[4]);
                break;
            case KilledSession.Name:
                KilledSession.Run(args[1], Enum.Parse<SessionTakes>(args[2]), int.Parse(args[3], CultureInfo.InvariantCulture));
                break;
            case "kills":
                int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Random.Shared.Next();
                KillRounds.Run(int.Parse(args[1], CultureInfo.InvariantCulture), seed);
                break;
            default:
                throw new ArgumentException("Unknown task " + args[0]);
        }
    }
}
