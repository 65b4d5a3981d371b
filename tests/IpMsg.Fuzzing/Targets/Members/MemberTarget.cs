using System;
using System.Collections.Generic;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>
/// A whole member on a manual clock: the input is a script of datagrams from eight peers, commands of the user, and time
/// (<see cref="ScriptReader"/>). After each step the checks of <see cref="MemberStage"/> must hold.
/// </summary>
internal sealed class MemberTarget : FuzzTarget
{
    // A script costs time for each step, and long ones find nothing that short ones do not.
    private const int MaxSteps = 96;

    internal override string Name => "member";

    internal override IReadOnlyList<byte[]> Seeds { get; } = MemberSeeds.All;

    internal override IReadOnlyList<byte[]> Words { get; } = MemberSeeds.Words;

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var script = new ScriptReader(input);
        var stage = new MemberStage(script.Settings);
        var commands = new ScriptCommands(stage);
        for (int step = 0; step < MaxSteps && script.TryNext(out var record); step++)
            commands.Run(record);
        stage.End(isMeasured: input.Length % 16 == 0);
    }
}
