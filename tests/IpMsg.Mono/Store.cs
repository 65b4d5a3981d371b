using System.Linq;
using IpMsg.Node;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Mono;

/// <summary>A message that is confirmed and not taken waits on the disk for the next session, once.</summary>
internal static class Store
{
    internal static void Run(Stage stage)
    {
        using var alice = stage.Start("alice", 2, 3);
        using (var bob = Bob(stage))
        {
            Stage.Meet(alice, bob, "a member with a message store is known");
            Stage.Send(alice, bob.LocalEndPoint, new OutgoingMessage(Stage.Text), "a message to the store");
            Stage.Send(alice, bob.LocalEndPoint, new OutgoingMessage("second"), "a second message to the store");
            Stage.Check("the messages are on the disk", bob.StorePath is not null && bob.StoreFailure is null);
        }
        using (var bob = Bob(stage))
        {
            Stage.Await("the messages wait in the next session", () => bob.Inbox.Count == 2);
            var message = Stage.Take(bob);
            Stage.Check("the first is whole, with its sender and its signature", message is
            {
                Text: Stage.Text,
                Host: "alice-pc",
                Envelope: { Suite.Cipher: Capabilities.Aes256, Signature: SignatureStatus.Valid },
            });
        }
        using (var bob = Bob(stage))
            Stage.Check("what was taken does not come again", Stage.Take(bob).Text == "second" && bob.Inbox.Count == 0);
        using (var bob = Bob(stage))
            Stage.Check("nothing waits any more", bob.Inbox.Count == 0 && bob.StoreFailure is null);
    }

    private static MemberNode Bob(Stage stage) =>
        stage.Start("bob", 3, 2, each => each with { History = new HistoryOptions { DataPath = stage["data"] } });
}
