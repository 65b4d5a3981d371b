using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;
using IpMsg.Node.Tests.Storage.History;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Queue;

/// <summary>The files of queued messages: complete, in order, bounded, and as before when the disk refuses.</summary>
public sealed class QueueStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly OwnKeys s_keys = new(PrivateKey.Generate(2048), null);
    private static readonly OwnKeyProtector s_protector = new(static () => s_keys);

    private readonly TemporaryFolder _folder = new();
    private DateTimeOffset _clock = s_now;

    public void Dispose() => _folder.Dispose();

    private string Folder => Path.Combine(_folder.Path, "queue", "user-alice");

    private QueueStore Open(MemoryDisk? disk = null, QueueLimits? limits = null) =>
        new(Folder, s_protector, (limits ?? new QueueLimits()) with { Clock = () => _clock }, disk);

    private static QueuedMessage Message(string text) =>
        new(new QueueRecipient("bob") { UserName = "bob", HostName = "BOB-PC" }, text) { QueuedAt = s_now, Expires = s_now.AddDays(7) };

    // Records compare lists by reference.
    private static void AssertSame(QueuedMessage expected, QueuedMessage? actual) =>
        Assert.Equal(expected with { Files = [] }, actual! with { Files = [] });

    [Fact]
    public void A_message_comes_back_as_it_was_queued()
    {
        var to = new QueueRecipient("鈴木")
        {
            Contact = "鈴木",
            UserName = "suzuki",
            HostName = "PC-7",
            Fingerprint = "0123456789abcdef",
            Place = IPEndPoint.Parse("[fe80::7]:2426"),
        };
        var message = new QueuedMessage(to, "終わりました。\n\"Done\" \\ \u0001 \U0001F600")
        {
            QueuedAt = s_now,
            Expires = s_now.AddHours(1),
            IsSealed = true,
            IsLocked = true,
            NoLog = true,
            Encryption = EncryptionPolicy.Verified,
            Encoding = "shift_jis",
            OfferLifetime = TimeSpan.FromSeconds(90.5),
            Attempts = 2,
            LastAttempt = s_now.AddMinutes(3),
            IsOpen = true,
            Doubts = 1,
            Reason = "It did not confirm.",
            HasFailed = true,
            Record = ("3-6723", 1),
            Files = [new QueuedFile("/tmp/報告.txt", true, false, 1L << 40, s_now.AddTicks(7)),
                new QueuedFile("C:\\x", false, true, 0, s_now)],
            Datagram = new QueuedDatagram(uint.MaxValue, [0, 255, 7])
            {
                Nonce = ulong.MaxValue - 1,
                FirstFileId = 0x3EFF_FFFF,
                EncryptedFor = "fedcba9876543210",
                Suite = 0x8000_0001,
                IsRemembered = true,
            },
        };
        var added = Open().Add(message);
        Assert.Equal(1, added.Id);
        var read = Open().Find(1)!;
        Assert.Equal(message with { Id = 1, Files = [], Datagram = null }, read with { Files = [], Datagram = null });
        Assert.Equal(message.Files, read.Files);
        Assert.Equal(message.Datagram.Bytes, read.Datagram!.Bytes);
        Assert.Equal(message.Datagram with { Bytes = read.Datagram.Bytes }, read.Datagram);
    }

    [Fact]
    public void Ids_rise_and_one_that_was_removed_does_not_return()
    {
        var store = Open();
        for (int i = 1; i <= 12; i++)
            Assert.Equal(i, store.Add(Message("text " + i)).Id);
        Assert.True(store.Remove(12));
        Assert.False(store.Remove(12));
        Assert.True(store.Remove(3));
        Assert.Equal(13, Open().Add(Message("later")).Id);
        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13], store.Ids());
        Assert.Null(store.Find(3));
        Assert.False(store.Update(Message("again") with { Id = 3 }));
        // Without the lock file the messages tell.
        File.WriteAllText(Path.Combine(Folder, "queue.lock"), "no number");
        Assert.Equal(14, store.Add(Message("last")).Id);
    }

    [Fact]
    public void A_queue_is_bounded_in_messages_and_bytes()
    {
        var store = Open(limits: new QueueLimits { MaxMessages = 2 });
        store.Add(Message("1"));
        store.Add(Message("2"));
        Assert.Equal(IpMsgErrorId.QueueFull, Assert.Throws<IpMsgException>(() => store.Add(Message("3"))).ErrorId);
        store = Open(limits: new QueueLimits { MaxBytes = 10_000 });
        Assert.Equal(IpMsgErrorId.QueueFull, Assert.Throws<IpMsgException>(() => store.Add(Message(new string('x', 10_000)))).ErrorId);
        string tooLong = new('\u0001', 400_000);
        Assert.Equal(IpMsgErrorId.QueueFull, Assert.Throws<IpMsgException>(() => Open().Add(Message(tooLong))).ErrorId);
        Assert.Equal([1, 2], store.Ids());
        store.Remove(1);
        Assert.Equal(3, store.Add(Message("3")).Id);
    }

    [Fact]
    public void A_full_disk_leaves_everything_as_it_was()
    {
        var disk = new MemoryDisk();
        var store = Open(disk);
        var first = store.Add(Message("first"));
        byte[] before = disk.Read(store.PathOf(1));
        disk.Room = 100;
        Assert.Throws<IOException>(() => store.Add(Message("second")));
        disk.Room = 100;
        Assert.Throws<IOException>(() => store.Update(first with { Attempts = 1 }));
        Assert.Equal(["message-0000000001.json", "queue.lock"], disk.List(Folder).Order());
        Assert.Equal(before, disk.Read(store.PathOf(1)));
        // What was sent can be noted without room: its file goes.
        disk.Room = 0;
        Assert.True(store.Remove(1));
        disk.Room = long.MaxValue;
        Assert.Equal(2, store.Add(Message("second")).Id);
    }

    [Fact]
    public void After_a_power_failure_each_message_is_there_as_a_call_has_left_it()
    {
        var random = new Random(7);
        var disk = new MemoryDisk();
        for (int round = 0; round < 60; round++)
        {
            var store = Open(disk);
            var added = store.Add(Message(new string('x', 2_000) + round));
            var lost = Open(disk.AfterPowerLoss(random));
            AssertSame(added, lost.Find(added.Id));
            var changed = added with { Attempts = round + 1 };
            disk.FlushFailure = new IOException("The power fails now.");
            Assert.Throws<IOException>(() => store.Update(changed));
            AssertSame(added, Open(disk.AfterPowerLoss(random)).Find(added.Id));
            disk.FlushFailure = null;
            Assert.True(store.Update(changed));
            disk = disk.AfterPowerLoss(random);
            AssertSame(changed, Open(disk).Find(added.Id));
            if (round % 3 == 0)
            {
                Open(disk).Remove(added.Id);
                Assert.Null(Open(disk.AfterPowerLoss(random)).Find(added.Id));
            }
        }
    }

    [Fact]
    public async Task A_reader_without_a_lock_finds_a_message_whole_while_it_changes()
    {
        var store = Open();
        var message = store.Add(Message(new string('x', 5_000)));
        var writer = Task.Run(
            () =>
            {
                for (int i = 1; i <= 300; i++)
                    Assert.True(store.Update(message with { Attempts = i }));
            },
            TestContext.Current.CancellationToken);
        var reader = Open();
        while (!writer.IsCompleted)
            Assert.Equal(message.Text, reader.Find(1)!.Text);
        await writer;
        Assert.Equal(300, reader.Find(1)!.Attempts);
    }

    [Fact]
    public void A_damaged_file_is_named_and_costs_no_other_message()
    {
        var store = Open();
        store.Add(Message("first") with { Files = [new QueuedFile("/tmp/a", false, false, 1, s_now)] });
        store.Add(Message("second"));
        byte[] whole = File.ReadAllBytes(store.PathOf(1));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(store.PathOf(1), whole[..length]);
            Assert.Contains("0000000001", Assert.Throws<InvalidDataException>(() => store.Find(1)).Message, StringComparison.Ordinal);
        }
        Assert.Equal("second", store.Find(2)!.Text);
        Assert.Equal(3, store.Add(Message("third")).Id);
        Assert.True(store.Remove(1));
    }

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"id\":1", "\"id\":2")]
    [InlineData("\"queued\":\"2026", "\"queued\":\"never")]
    [InlineData(",\"user\":\"bob\",\"host\":\"BOB-PC\"", "")]
    [InlineData("\"text\":\"first\"", "\"text\":null")]
    [InlineData("\"path\":\"\\/tmp\\/a\"", "\"path\":null")]
    [InlineData("\"datagram\":\"BQ==\"", "\"datagram\":\"?\"")]
    [InlineData("\"body\"", "\"other\"")]
    public void A_file_with_a_value_that_cannot_be_is_damaged(string from, string to)
    {
        var store = Open();
        store.Add(Message("first") with
        {
            Files = [new QueuedFile("/tmp/a", false, false, 1, s_now)],
            Datagram = new QueuedDatagram(1, [5]),
        });
        string text = File.ReadAllText(store.PathOf(1));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(store.PathOf(1), text.Replace(from, to, StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => store.Find(1));
    }

    [Fact]
    public void A_sealed_text_is_on_the_disk_under_the_key_of_the_user_alone()
    {
        var store = Open();
        var message = store.Add(Message("the secret") with
        {
            IsSealed = true,
            Files = [new QueuedFile("/tmp/plan", false, false, 1, s_now)],
        });
        string file = File.ReadAllText(store.PathOf(1));
        Assert.DoesNotContain("secret", file, StringComparison.Ordinal);
        Assert.DoesNotContain("plan", file, StringComparison.Ordinal);
        Assert.Equal("the secret", store.Find(1)!.Text);
        var other = new QueueStore(Folder, new OwnKeyProtector(() => new OwnKeys(PrivateKey.Generate(2048), null)));
        Assert.Null(other.Find(1)!.Text);
        // Who cannot read it must not write it: the text would be lost.
        Assert.Throws<IOException>(() => other.Update(other.Find(1)! with { Attempts = 1 }));
        Assert.Equal(message.Text, store.Find(1)!.Text);
    }

    [Fact]
    public void What_is_withdrawn_is_overwritten_first()
    {
        var disk = new MemoryDisk();
        var store = Open(disk);
        store.Add(Message("the secret"));
        byte[] last = [];
        disk.OnDelete = path => last = path.EndsWith(".json", StringComparison.Ordinal) ? disk.Read(path) : last;
        store.Remove(1);
        Assert.NotEmpty(last);
        Assert.All(last, static each => Assert.Equal(0, each));
    }

    [Fact]
    public void An_ended_message_is_shown_for_a_week_and_removed_then()
    {
        var store = Open();
        store.Add(Message("first"));
        store.Add(Message("second") with { Expires = s_now.AddDays(30), IsSealed = true });
        _clock = s_now.AddDays(7);
        Assert.True(store.Find(1)!.IsExpired(_clock));
        Assert.False(store.Find(1)!.IsWaiting(_clock));
        _clock = s_now.AddDays(14).AddTicks(-1);
        store.Sweep();
        Assert.Equal([1, 2], store.Ids());
        _clock = s_now.AddDays(14);
        store.Sweep();
        Assert.Equal([2], store.Ids());
    }

    [Fact]
    public void One_at_a_time_sends_to_a_recipient()
    {
        var store = Open();
        store.Add(Message("first"));
        var lease = store.TryLease("bob@bob-pc")!;
        Assert.Null(Open().TryLease("bob@bob-pc"));
        using (var other = store.TryLease("carol@carol-pc"))
            Assert.NotNull(other);
        lease.Release(isLast: false);
        var second = Open().TryLease("bob@bob-pc")!;
        second.Release(isLast: true);
        using var third = store.TryLease("bob@bob-pc");
        Assert.NotNull(third);
        Assert.Null(Open().TryLease("bob@bob-pc"));
    }

    [Fact]
    public void The_folder_is_beside_the_message_store()
    {
        string data = _folder["data"];
        Assert.Equal(Path.Combine(data, "queue", "user-alice"), QueueFolder.Find(data, "Alice-<0123456789abcdef>"));
        Assert.Equal(
            Path.GetFileName(new HistoryOptions { DataPath = data }.FolderOf("a/b")), Path.GetFileName(QueueFolder.Find(data, "a/b")));
        // Reading makes no folder.
        Assert.Empty(Open().Ids());
        Open().Sweep();
        Assert.False(Open().Remove(1));
        Assert.False(Directory.Exists(Folder));
    }
}
