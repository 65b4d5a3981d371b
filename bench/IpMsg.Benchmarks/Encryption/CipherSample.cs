using System.Linq;

namespace IpMsg.Benchmarks.Encryption;

/// <summary>The sample text of the encryption benchmarks.</summary>
internal static class CipherSample
{
    internal static string Text { get; } = string.Concat(Enumerable.Repeat("会議は14時からです。", 10));
}
