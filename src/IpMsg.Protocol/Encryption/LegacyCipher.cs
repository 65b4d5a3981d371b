using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Blowfish and RC2 in CBC mode for old clients. Only this class uses BouncyCastle, so its five megabytes load only when such a client
/// appears.
/// </summary>
internal static class LegacyCipher
{
    internal static byte[] Transform(in CipherSuite suite, byte[] key, byte[] vector, byte[] blocks, bool forEncryption)
    {
        bool isRc2 = suite.Cipher is Capabilities.Rc2_40 or Capabilities.Rc2_128 or Capabilities.Rc2_256;
        // No specification gives the effective key bits of RC2; the names of the capabilities suggest all bits.
        ICipherParameters parameters = isRc2 ? new RC2Parameters(key, key.Length * 8) : new KeyParameter(key);
        var cipher = new CbcBlockCipher(isRc2 ? new RC2Engine() : new BlowfishEngine());
        cipher.Init(forEncryption, new ParametersWithIV(parameters, vector));
        byte[] result = new byte[blocks.Length];
        for (int at = 0; at < blocks.Length; at += cipher.GetBlockSize())
            cipher.ProcessBlock(blocks, at, result, at);
        return result;
    }
}
