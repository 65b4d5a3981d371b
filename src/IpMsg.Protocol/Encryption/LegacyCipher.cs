using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Blowfish and RC2 in CBC mode, for old clients. The only place that touches BouncyCastle, whose five megabytes are not loaded before
/// one of them is met.
/// </summary>
internal static class LegacyCipher
{
    internal static byte[] Transform(in CipherSuite suite, byte[] key, byte[] vector, byte[] blocks, bool forEncryption)
    {
        bool isRc2 = suite.Cipher is Capabilities.Rc2_40 or Capabilities.Rc2_128 or Capabilities.Rc2_256;
        // How many bits of an RC2 key count is not written down anywhere; all of them is what the names suggest.
        ICipherParameters parameters = isRc2 ? new RC2Parameters(key, key.Length * 8) : new KeyParameter(key);
        var cipher = new CbcBlockCipher(isRc2 ? new RC2Engine() : new BlowfishEngine());
        cipher.Init(forEncryption, new ParametersWithIV(parameters, vector));
        byte[] result = new byte[blocks.Length];
        for (int at = 0; at < blocks.Length; at += cipher.GetBlockSize())
            cipher.ProcessBlock(blocks, at, result, at);
        return result;
    }
}
