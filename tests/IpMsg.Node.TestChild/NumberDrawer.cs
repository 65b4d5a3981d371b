using System;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;

namespace IpMsg.Node.TestChild;

/// <summary>Draws packet numbers, when told to start, and prints them.</summary>
internal static class NumberDrawer
{
    internal static void Run(string path, int count)
    {
        Console.WriteLine("ready");
        Console.ReadLine();
        using var numbers = new SharedPacketNumbers(path);
        if (!numbers.IsShared)
            throw new InvalidOperationException("Not shared", numbers.Problem);
        var drawn = new uint[count];
        for (int i = 0; i < count; i++)
            drawn[i] = numbers.Next(NodeClock.Now);
        Console.WriteLine(string.Join('\n', drawn));
    }
}
