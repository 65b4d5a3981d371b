using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>The text codecs of the targets: Japanese, Chinese and Korean code pages.</summary>
internal static class Codecs
{
    internal static TextCodec Japanese { get; } = Of(932);

    internal static TextCodec Chinese { get; } = Of(936);

    internal static TextCodec Korean { get; } = Of(949);

    /// <summary>One of the three, chosen by a byte of the input.</summary>
    internal static TextCodec By(int choice) => (choice % 3) switch { 0 => Japanese, 1 => Chinese, _ => Korean };

    private static TextCodec Of(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return new TextCodec(Encoding.GetEncoding(codePage), Encoding.GetEncoding(54936));
    }
}
