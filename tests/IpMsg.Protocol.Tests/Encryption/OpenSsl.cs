using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>The openssl command line, a second opinion that none of us wrote. Has a folder for keys, gone when the test is over.</summary>
internal sealed class OpenSsl : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ipmsg-openssl-").FullName;

    /// <summary>Skips the test on machines without openssl, or without these of its options.</summary>
    internal OpenSsl(params string[] needed)
    {
        Assert.SkipUnless(Succeeds("version"), "openssl is not installed");
        Assert.SkipUnless(needed.Length == 0 || Succeeds(needed), "this openssl cannot do: " + string.Join(' ', needed));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Puts bytes where openssl finds them.</summary>
    internal string File(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    internal string Private(PrivateKey key)
    {
        using var rsa = RSA.Create(key.Export());
        return File("private.pem", Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));
    }

    internal string Public(PublicKey key)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = key.Modulus.ToArray(), Exponent = [1, 0, 1] });
        return File("public.pem", Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()));
    }

    /// <summary>What openssl makes of the input.</summary>
    internal static byte[] Run(byte[] input, params string[] arguments)
    {
        var (code, output, errors) = Start(input, arguments);
        Assert.True(code == 0, $"openssl {string.Join(' ', arguments)}: {errors}");
        return output;
    }

    private static bool Succeeds(params string[] arguments)
    {
        try
        {
            return Start([], arguments).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, byte[] Output, string Errors) Start(byte[] input, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            using var stream = process.StandardInput.BaseStream;
            stream.Write(input);
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        writing.Wait();
        return (process.ExitCode, output.ToArray(), errors.Result);
    }
}
