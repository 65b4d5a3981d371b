using System;
using System.Globalization;
using System.Linq;
using System.Net;

namespace IpMsg.Node.TestChild.Soak;

/// <summary>Who the members of a soak test are, and who writes to whom. Members have numbers from 1.</summary>
/// <param name="Folder">The folder of the run.</param>
/// <param name="Members">The number of members on the network, at most 250.</param>
/// <param name="Shells">How many of them, the last ones, are PowerShell processes.</param>
internal sealed record SoakPlan(string Folder, int Members, int Shells)
{
    // Few enough that all of them have exchanged keys after a quarter of the run.
    private static readonly int[] s_steps = [1, 7, 23, 50, 91];

    internal static IPEndPoint EndPointOf(int member) => new(IPAddress.Parse("10.77.1." + member), NodeOptions.StandardPort);

    internal static int NumberOf(IPEndPoint endPoint) => endPoint.Address.GetAddressBytes()[^1];

    /// <summary>The members to whom a member writes: five, and one of the PowerShell processes.</summary>
    internal int[] PeersOf(int member) =>
    [
        .. s_steps.Select(step => (member - 1 + step) % Members + 1).Append(Members - member % Shells).Distinct()
            .Where(each => each != member),
    ];

    /// <summary>The file that says, in seconds of Unix time, when the traffic ends. It exists once all members are there.</summary>
    internal string StartFile => System.IO.Path.Combine(Folder, "end");

    /// <summary>The text of a message. Its beginning tells who has sent it, and which of the messages of this member it is.</summary>
    internal static string TextOf(int sender, int sequence, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"soak {sender} {sequence} ") + new string('x', length);

    /// <summary>Sender and sequence number of a text; null for an automatic reply.</summary>
    internal static (int Sender, int Sequence)? Parse(string text) => text.Split(' ') is ["soak", var sender, var sequence, ..]
        ? (int.Parse(sender, CultureInfo.InvariantCulture), int.Parse(sequence, CultureInfo.InvariantCulture))
        : null;
}
