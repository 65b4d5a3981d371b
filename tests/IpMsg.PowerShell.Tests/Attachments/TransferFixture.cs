using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpMsg.PowerShell.Tests.Engine;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Two runspaces that know each other, Sato who sends and Suzuki who saves, and a folder for either.</summary>
public sealed class TransferFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ipmsg-files-").FullName;

    public TransferFixture()
    {
        Source = Directory.CreateDirectory(Path.Combine(_root, "source")).FullName;
        Target = Directory.CreateDirectory(Path.Combine(_root, "target")).FullName;
        Sato = Lan.Session();
        Suzuki = Lan.Session();
        SatoListens = Lan.Listen(Sato, 1, "-NickName Sato", 2);
        SuzukiListens = Lan.Listen(Suzuki, 2, "-NickName Suzuki", 1);
        Eventually.True(() => Knows(SatoListens, 2) && Knows(SuzukiListens, 1), "they know each other");
        Sato.Run("$source = $args[0]; $ExecutionContext.SessionState.Path.SetLocation($source)", Source);
        Suzuki.Run("$target = $args[0]; $ExecutionContext.SessionState.Path.SetLocation($target)", Target);
    }

    internal Lan Lan { get; } = new();

    internal PsSession Sato { get; }

    internal PsSession Suzuki { get; }

    internal IpMsgListener SatoListens { get; }

    internal IpMsgListener SuzukiListens { get; }

    internal string Source { get; }

    internal string Target { get; }

    /// <summary>Makes a file with contents of its own.</summary>
    internal string Make(string name, int bytes = 1_000)
    {
        string path = Path.Combine(Source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] contents = new byte[bytes];
        new Random(name.Length * 31 + bytes).NextBytes(contents);
        File.WriteAllBytes(path, contents);
        return path;
    }

    /// <summary>Makes a folder in which there is a bit of everything.</summary>
    internal string MakeTree(string name)
    {
        foreach (string each in (string[])["a.txt", "日本語.txt", "deep/er/est/b.bin", "deep/empty.txt"])
            Make(name + "/" + each, each.Contains("empty", StringComparison.Ordinal) ? 0 : 70_000);
        Directory.CreateDirectory(Path.Combine(Source, name, "no files"));
        return Path.Combine(Source, name);
    }

    /// <summary>A PNG image as far as its first bytes tell.</summary>
    internal string MakeImage(string name)
    {
        string path = Make(name, 5_000);
        using var file = File.OpenWrite(path);
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        return path;
    }

    /// <summary>Sends what the script sends, and gives the message that arrives.</summary>
    internal IpMsgMessage Send(string script, params object?[] arguments)
    {
        Sato.Run("$delivery = " + script, arguments);
        return Suzuki.One<IpMsgMessage>("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $message");
    }

    /// <summary>A folder or file in one word: every name and all contents.</summary>
    internal static string DigestOf(string path)
    {
        if (File.Exists(path))
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        var lines = new List<string>();
        foreach (string each in Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            lines.Add(Path.GetRelativePath(path, each) + (Directory.Exists(each) ? "/" : " " + DigestOf(each)));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    public void Dispose()
    {
        Lan.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private bool Knows(IpMsgListener listener, int host) => listener.Node.Members.Find(Lan.EndPoint(host)) is not null;
}
