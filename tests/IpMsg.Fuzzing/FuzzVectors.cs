using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Testing;

namespace IpMsg.Fuzzing;

/// <summary>
/// The inputs of <c>tests/vectors/fuzz</c>, one on a line in the form of <see cref="EscapedText"/>: a small corpus that reaches what
/// fuzzing has reached, and the findings. Lines with <c>#</c> in front are comments.
/// </summary>
internal static class FuzzVectors
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "vectors", "fuzz");

    /// <summary>All inputs of a target.</summary>
    internal static IReadOnlyList<byte[]> Of(FuzzTarget target)
    {
        string folder = Path.Combine(s_folder, target.Name);
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.txt").Order().SelectMany(Read)] : [];
    }

    /// <summary>The inputs of a file.</summary>
    internal static IEnumerable<byte[]> Read(string path) =>
        File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(EscapedText.Bytes);

    /// <summary>Writes the inputs, shortest first.</summary>
    internal static void Write(string path, IEnumerable<byte[]> inputs, string comment)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var lines = inputs.OrderBy(input => input.Length).Select(input => Line(EscapedText.Show(input))).Distinct();
        File.WriteAllText(path, "# " + comment + "\n" + string.Join("\n", lines) + "\n");
    }

    // A line with # in front is a comment.
    private static string Line(string shown) => shown.StartsWith('#') ? @"\x23" + shown[1..] : shown;
}
