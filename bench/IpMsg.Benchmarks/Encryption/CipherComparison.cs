namespace IpMsg.Benchmarks.Encryption;

/// <summary>Compares encryption with the bare .NET operations that it needs.</summary>
internal static class CipherComparison
{
    internal static void Run()
    {
        StreamCipher.Run();
        EnvelopeBenchmarks.Run();
    }
}
