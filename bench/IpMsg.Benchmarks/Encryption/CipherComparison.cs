namespace IpMsg.Benchmarks.Encryption;

/// <summary>Encryption against the bare operations of .NET that are in it.</summary>
internal static class CipherComparison
{
    internal static void Run()
    {
        StreamCipher.Run();
        EnvelopeBenchmarks.Run();
    }
}
