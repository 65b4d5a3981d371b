using System;
using System.Globalization;
using System.IO;
using System.Linq;
using IpMsg.Fuzzing;
using IpMsg.Testing;
using SharpFuzz;

Instrumentation.UseOwnMap();

// fuzz.sh calls this program; each command is one of its steps.
return args switch
{
    ["list"] => List(),
    ["afl", var name] when FuzzTargets.Create(name) is { } target => RunUnderAfl(target),
    ["seeds", var name, var folder] when FuzzTargets.Create(name) is { } target => WriteSeeds(target, folder),
    ["replay", var name, .. var paths] when FuzzTargets.Create(name) is { } target => Replay(target, paths),
    ["keep", var name, var folder, var path] when FuzzTargets.Create(name) is { } target => Keep(target, folder, path),
    ["mutate", var name, var seed, var count] when FuzzTargets.Create(name) is { } target => Mutate(target, seed, count),
    _ => Explain(),
};

static int List()
{
    foreach (string name in FuzzTargets.Names)
        Console.WriteLine(name);
    return 0;
}

// The process serves one input after the other. An exception that leaves the target is a crash for afl-fuzz.
static int RunUnderAfl(FuzzTarget target)
{
    byte[] buffer = new byte[1 << 16];
    Fuzzer.Run(stream => target.Run(buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))));
    return 0;
}

// Seeds and vectors as files for afl-fuzz -i, and the words as a dictionary for -x.
static int WriteSeeds(FuzzTarget target, string folder)
{
    Directory.CreateDirectory(folder);
    byte[][] inputs = [.. target.Seeds, .. FuzzVectors.Of(target)];
    for (int at = 0; at < inputs.Length; at++)
        File.WriteAllBytes(Path.Combine(folder, "seed-" + at.ToString("D4", CultureInfo.InvariantCulture)), inputs[at]);
    File.WriteAllLines(folder.TrimEnd('/') + ".dict", target.Words.Select((word, at) =>
        $"w{at}=\"" + string.Concat(word.Select(each => "\\x" + each.ToString("X2", CultureInfo.InvariantCulture))) + "\""));
    return 0;
}

static int Replay(FuzzTarget target, string[] paths)
{
    int failures = 0;
    foreach (string path in paths.SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path) : [path]))
    {
        if (MutatedRun.Try(target, File.ReadAllBytes(path)) is not { } failure)
            continue;
        failures++;
        Console.WriteLine($"{path}: {failure}");
    }
    return failures == 0 ? 0 : 1;
}

// Inputs with long texts are left out of the repository: a run finds them again within seconds.
static int Keep(FuzzTarget target, string folder, string path)
{
    const int MaxLength = 512;
    var inputs = Directory.GetFiles(folder).Select(File.ReadAllBytes).Where(input => input.Length <= MaxLength);
    FuzzVectors.Write(path, inputs, $"The smallest corpus of the target {target.Name} with the same coverage. fuzz.sh keep writes it.");
    return 0;
}

static int Mutate(FuzzTarget target, string seed, string count)
{
    var culture = CultureInfo.InvariantCulture;
    if (MutatedRun.Find(target, ulong.Parse(seed, culture), int.Parse(count, culture)) is not { } found)
        return 0;
    Console.WriteLine($"{EscapedText.Show(found.Input)}\n{found.Failure}");
    return 1;
}

static int Explain()
{
    Console.Error.WriteLine("IpMsg.Fuzzing list | afl <target> | seeds <target> <folder> | replay <target> <files and folders> | "
        + "keep <target> <folder> <path> | mutate <target> <seed> <count>");
    return 2;
}
