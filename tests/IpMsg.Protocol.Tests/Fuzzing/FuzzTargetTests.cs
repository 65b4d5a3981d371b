using System.IO;
using System.Linq;
using IpMsg.Fuzzing;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Fuzzing;

/// <summary>The targets of tests/IpMsg.Fuzzing on their seeds, their vectors, and as many damaged ones as some seconds allow.</summary>
public class FuzzTargetTests
{
    private const ulong Seed = 2425;
    private const int Inputs = 20_000, Scripts = 1_000;

    public static TheoryData<string> Targets => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    [Rule(5)]
    public void R5_damaged_inputs_break_no_invariant(string name)
    {
        var target = FuzzTargets.Create(name);
        Assert.NotNull(target);
        // A script is a hundred calls of a whole member.
        if (MutatedRun.Find(target, Seed, name == "member" ? Scripts : Inputs) is { } found)
            Assert.Fail($"{name}, seed {Seed}: {EscapedText.Show(found.Input)}\n{found.Failure}");
    }

    [Fact]
    public void The_vectors_of_every_folder_belong_to_a_target()
    {
        var folders = Repository.FilesIn("tests/vectors/fuzz", "*.txt").Select(path => Path.GetFileName(Path.GetDirectoryName(path)!));
        Assert.Empty(folders.Except(FuzzTargets.Names));
        Assert.All(FuzzTargets.Names, name => Assert.NotEmpty(FuzzTargets.Create(name)!.Seeds));
    }
}
