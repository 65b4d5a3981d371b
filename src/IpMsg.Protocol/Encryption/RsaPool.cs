using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Caches the platform's RSA instances of one key for use on any thread: an instance serves one thread at a time. Importing a key costs a
/// third of an operation. A few idle instances are kept, which covers the usual concurrency.
/// </summary>
internal sealed class RsaPool(RSAParameters parameters)
{
    private const int MaxIdle = 2;

    private readonly ConcurrentStack<RSA> _idle = new();

    /// <summary>Throws and catches an exception, to take as long as a refusal by the platform.</summary>
    internal static void FailInEqualTime()
    {
        try
        {
            throw new CryptographicException();
        }
        catch (CryptographicException)
        {
        }
    }

    /// <summary>Runs an operation; returns null (or false) when the platform refuses the key or the operation.</summary>
    internal T? Use<T>(Func<RSA, T> operation)
    {
        try
        {
            if (!_idle.TryPop(out var rsa))
            {
                rsa = PlatformRsa.Create();
                rsa.ImportParameters(parameters);
            }
            try
            {
                return operation(rsa);
            }
            finally
            {
                if (_idle.Count < MaxIdle)
                    _idle.Push(rsa);
                else
                    rsa.Dispose();
            }
        }
        catch (CryptographicException)
        {
            return default;
        }
    }
}
