using System.IO;
using System.Linq;
using IpMsg.Node;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Mono;

/// <summary>Discovery, and messages in plaintext and in both families of ciphers.</summary>
internal static class Messages
{
    internal static void Run(Stage stage)
    {
        string log = stage["bob.jsonl"];
        using var alice = stage.Start("alice", 2, 3);
        using var bob = stage.Start("bob", 3, 2, each => each with { LogPath = log });
        Stage.Meet(alice, bob, "the members know each other");

        var sent = Stage.Send(alice, bob.LocalEndPoint, new OutgoingMessage(Stage.Text), "a message");
        var message = Stage.Take(bob);
        Stage.Check("it has come with AES-256 and a valid signature", message.Text == Stage.Text
            && message.Envelope is { Suite.Cipher: Capabilities.Aes256, Signature: SignatureStatus.Valid });
        Stage.Check("its sender knows that", sent.Suite?.Cipher == Capabilities.Aes256);
        Stage.Check("the log has it", File.ReadAllLines(log).Count(static each => each.Contains("alice")) == 1);

        alice.Stop();
        Stage.Await("one leaves and the other knows", () => bob.Members.Find(alice.LocalEndPoint) is null);
    }

    internal static void RunPlain(Stage stage)
    {
        using var alice = stage.Start("alice", 2, 3, static each => each with { Encryption = EncryptionPolicy.Off });
        using var bob = stage.Start("bob", 3, 2, static each => each with { Encryption = EncryptionPolicy.Off });
        Stage.Meet(alice, bob, "members without encryption know each other");
        Stage.Send(alice, bob.LocalEndPoint, new OutgoingMessage(Stage.Text), "a plaintext message");
        var message = Stage.Take(bob);
        Stage.Check("it has come in plaintext", message is { Text: Stage.Text, Envelope: null });
    }

    internal static void RunOld(Stage stage)
    {
        using var alice = stage.Start("alice", 2, 4, static each => each with { AllowsWeakCiphers = true });
        using var carol = new OldMember("carol", stage.EndPoint(4), stage.EndPoint(2));
        Stage.Await("a member with RSA of 1,024 bits alone is known", () => alice.Members.Find(carol.EndPoint) is not null);

        var sent = Stage.Send(alice, carol.EndPoint, new OutgoingMessage(Stage.Text), "a message to it");
        Stage.Check("it has gone with Blowfish-128", sent.Suite is { Cipher: Capabilities.Blowfish128, KeySize: Capabilities.Rsa1024 });
        Stage.Check("it is decrypted there", carol.Take() is { Text: Stage.Text, Envelope.Suite.Cipher: Capabilities.Blowfish128 });

        // To such members a name with the fingerprint of a key of 2,048 bits has no key of 1,024 bits (R61), so a second one answers.
        using var dave = new OldMember("dave", stage.EndPoint(5), carol.EndPoint);
        Stage.Await("another one knows it", () => dave.Knows(carol.EndPoint));
        dave.Send(carol.EndPoint, "back");
        Stage.Check("two such members use Blowfish-128",
            carol.Take() is { Text: "back", Sender.NickName: "dave", Envelope.Suite.Cipher: Capabilities.Blowfish128 });
    }
}
