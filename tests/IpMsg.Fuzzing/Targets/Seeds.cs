using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>Short ways to write seeds and words.</summary>
internal static class Seeds
{
    /// <summary>The choices of <see cref="Choices"/> that seeds begin with: Japanese, Chinese, UTF8OPT.</summary>
    private static readonly byte[] s_choices = [0, 25, 96];

    /// <summary>Bytes in the form of <see cref="EscapedText"/>.</summary>
    internal static byte[][] Of(params string[] escaped) => [.. escaped.Select(EscapedText.Bytes)];

    /// <summary>ASCII words.</summary>
    internal static byte[][] Words(params string[] words) => [.. words.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Each input behind each of three choices.</summary>
    internal static byte[][] WithChoices(IEnumerable<byte[]> inputs) =>
        [.. inputs.SelectMany(input => s_choices.Select(choice => (byte[])[choice, .. input]))];
}
