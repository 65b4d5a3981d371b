using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// One key as the platform's instances hold it, for any number of threads: an instance serves one at a time. To import a key costs a third
/// of using it, so instances are kept, but no more than work at once on an ordinary day.
/// </summary>
internal sealed class RsaPool(RSAParameters parameters)
{
    private const int MaxIdle = 2;

    private readonly ConcurrentStack<RSA> _idle = new();

    /// <summary>Takes as long as it takes to be refused by the platform.</summary>
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

    /// <summary>What the operation gives; null (or false) when the platform refuses the key or what is done with it.</summary>
    internal T? Use<T>(Func<RSA, T> operation)
    {
        try
        {
            if (!_idle.TryPop(out var rsa))
            {
                rsa = RSA.Create();
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
