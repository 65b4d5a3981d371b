using System;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Tests.Support;
using Xunit;
using static IpMsg.Node.Tests.Storage.History.HistoryFixture;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>Files of a store that other programs cut, replace or remove while sessions use it.</summary>
public sealed class StoreRecoveryTests : IDisposable
{
    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    private string Copy => _history.Folder + "-copy";

    private void BackUp()
    {
        Directory.CreateDirectory(Copy);
        // A backup need not have the lock files.
        foreach (string path in _history.Segments)
            File.Copy(path, Path.Combine(Copy, Path.GetFileName(path)));
    }

    private void ReplaceFolder()
    {
        Directory.Move(_history.Folder, _history.Folder + "-away");
        Directory.Move(Copy, _history.Folder);
    }

    private void CutAll()
    {
        foreach (string path in _history.Segments)
            OpenFiles.WriteAllBytes(path, []);
    }

    private void AssertPrivate()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode user = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(user | UnixFileMode.UserExecute, File.GetUnixFileMode(_history.Folder));
        foreach (string path in Directory.GetFiles(_history.Folder))
            Assert.Equal(user, File.GetUnixFileMode(path));
    }

    private static string[] Claim(HistoryStore store) => [.. store.ClaimAbandoned().Select(each => each.Text!)];

    private void AssertReported(StoreOutcome? outcome = null)
    {
        var change = (outcome ?? _history.Outcome).NextChange();
        // The store may look while only some of the files are gone.
        while (change is FileNotFoundException or DirectoryNotFoundException)
            change = (outcome ?? _history.Outcome).NextChange();
        var loss = Assert.IsType<InvalidDataException>(change);
        Assert.Contains("cut, replaced or removed", loss.Message, StringComparison.Ordinal);
        Assert.Null((outcome ?? _history.Outcome).NextChange());
    }

    [Fact]
    public void What_waits_is_in_an_older_copy_that_replaces_the_folder_and_what_was_taken_is_not()
    {
        using (var store = _history.Open())
        {
            var early = _history.AppendMany(store, 4, "early ");
            BackUp();
            var late = _history.AppendMany(store, 3, "late ");
            store.Take([early[1], late[0]]);
            ReplaceFolder();
            _history.Append(store, Message("new"));
            AssertReported();
            store.Take([early[2]]);
        }
        using var next = _history.Open();
        Assert.Equal(["early 1", "early 4", "late 2", "late 3", "new"], Claim(next));
        Assert.Equal(["early 1", "early 2", "early 3", "early 4", "late 2", "late 3", "new"], _history.Texts());
    }

    [Fact]
    public void What_waits_is_written_again_before_a_message_is_reported_when_all_segments_are_cut()
    {
        using var store = _history.Open(new HistoryLimits { SegmentBytes = 2_000 });
        store.Take(_history.AppendMany(store, 10, "early ")[..5]);
        _history.AppendMany(store, 10, "late ");
        string[] expected =
            [.. Enumerable.Range(6, 5).Select(i => "early " + i), .. Enumerable.Range(1, 10).Select(i => "late " + i), "new"];
        Assert.True(_history.Segments.Length > 1);
        CutAll();
        _history.Append(store, Message("new"));
        Assert.Equal(expected, _history.Texts());
        AssertReported();
        store.Dispose();
        using var next = _history.Open();
        Assert.Equal(expected, Claim(next));
    }

    [Fact]
    public void A_session_that_takes_a_message_notices_the_loss_without_a_new_message()
    {
        using (var store = _history.Open())
        {
            var messages = _history.AppendMany(store, 3);
            CutAll();
            store.Take([messages[0]]);
            AssertReported();
        }
        using var next = _history.Open();
        Assert.Equal(["text 2", "text 3"], Claim(next));
    }

    [Fact]
    public void A_removed_folder_is_made_again_for_the_user_only_and_the_session_stays_alive()
    {
        using var store = _history.Open();
        store.Take([_history.AppendMany(store, 3)[1]]);
        OpenFiles.DeleteFolder(_history.Folder);
        _history.Append(store, Message("new"));
        AssertReported();
        Assert.Null(store.Failure);
        AssertPrivate();
        using (var other = _history.Open(outcome: new StoreOutcome()))
        {
            Assert.Equal(store.DigestKey, other.DigestKey);
            Assert.Empty(Claim(other));
        }
        store.Dispose();
        using var next = _history.Open();
        Assert.Equal(["text 1", "text 3", "new"], Claim(next));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_again_yet_is_made_without_a_new_message()
    {
        using (var store = _history.Open())
        {
            _history.AppendMany(store, 2);
            OpenFiles.DeleteFolder(_history.Folder);
            OpenFiles.WriteInPlaceOfFolder(_history.Folder, "in the way");
            Assert.True(store.TryAppend(Message("not confirmed")));
            _history.Outcome.NextFailure();
            Assert.NotNull(_history.Outcome.NextChange());
            File.Delete(_history.Folder);
            Assert.Null(_history.Outcome.NextChange());
        }
        using var next = _history.Open();
        Assert.Equal(["text 1", "text 2"], Claim(next));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_sessions_write_their_own_messages_again(bool isRemoved)
    {
        var otherOutcome = new StoreOutcome();
        using (var one = _history.Open())
        using (var other = _history.Open(outcome: otherOutcome))
        {
            var ones = _history.AppendMany(one, 3, "one ");
            foreach (string text in new[] { "other 1", "other 2" })
            {
                Assert.True(other.TryAppend(Message(text)));
                otherOutcome.NextWritten();
            }
            one.Take([ones[0]]);
            if (isRemoved)
                OpenFiles.DeleteFolder(_history.Folder);
            else
                CutAll();
            _history.Append(one, Message("one new"));
            Assert.True(other.TryAppend(Message("other new")));
            otherOutcome.NextWritten();
            AssertReported();
            AssertReported(otherOutcome);
            one.Take([ones[1]]);
        }
        using var next = _history.Open();
        Assert.Equal(["one 3", "one new", "other 1", "other 2", "other new"], Claim(next).Order());
    }

    [Fact]
    public void What_was_claimed_before_is_handed_out_once_although_the_copy_has_it_under_its_old_session()
    {
        using (var first = _history.Open())
            _history.AppendMany(first, 3);
        BackUp();
        using (var second = _history.Open())
        {
            second.Take([second.ClaimAbandoned()[0]]);
            ReplaceFolder();
            _history.Append(second, Message("new"));
            AssertReported();
            Assert.Empty(second.ClaimAbandoned());
        }
        using var third = _history.Open();
        Assert.Equal(["text 2", "text 3", "new"], Claim(third));
    }

    [Fact]
    public void A_message_that_comes_back_after_its_line_was_lost_waits_again()
    {
        using (var store = _history.Open())
        {
            var messages = _history.AppendMany(store, 2);
            store.Take([messages[0]]);
            CutAll();
            _history.Append(store, Message("new"));
            store.Return(messages[0]);
        }
        using var next = _history.Open();
        Assert.Equal(["new", "text 1", "text 2"], Claim(next).Order());
    }

    [Fact]
    public void A_text_that_may_not_be_kept_and_was_taken_is_erased_in_the_older_copy()
    {
        using var store = _history.Open();
        var message = _history.Append(store, Message("secret", flags: 0x2_0100))[0];
        BackUp();
        store.Take([message]);
        ReplaceFolder();
        _history.Append(store, Message("new"));
        Assert.DoesNotContain("secret", _history.AllBytes, StringComparison.Ordinal);
    }
}
