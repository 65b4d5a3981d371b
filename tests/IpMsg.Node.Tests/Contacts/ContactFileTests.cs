using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpMsg.Node.Contacts;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Contacts;

/// <summary>Contact files on the disk.</summary>
public sealed class ContactFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private static void Add(string path, string name) =>
        ContactFile.Change(path, document => document.With(new Contact(name) { UserName = "x" }));

    [Fact]
    public void Writers_lose_nothing_of_each_other()
    {
        string path = PathOf("a/contacts.json");
        Parallel.For(0, 40, each => Add(path, "c" + each));
        Assert.Equal(40, ContactFile.Read(path).Contacts.Count());
        Assert.Equal(["contacts.json"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void A_shared_file_keeps_its_mode_and_its_link()
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = PathOf("shared.json"), link = PathOf("link.json");
        Add(path, "a");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        File.CreateSymbolicLink(link, path);
        Add(link, "b");
        Assert.Equal(path, new FileInfo(link).LinkTarget);
        Assert.Equal(2, ContactFile.Read(path).Contacts.Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("\xFF\xFE", "not in UTF-8")]
    [InlineData(null, "more than 1048576 bytes")]
    public void What_is_no_such_file_is_refused(string? content, string problem)
    {
        string path = PathOf("contacts.json");
        File.WriteAllBytes(path, content is null ? new byte[ContactFile.MaxBytes + 1] : [.. content.Select(each => (byte)each)]);
        var error = Assert.Throws<IpMsgException>(() => ContactFile.Read(path));
        Assert.Equal(IpMsgErrorId.InvalidContactFile, error.ErrorId);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contacts_of_before_stay_while_a_file_is_damaged()
    {
        string own = PathOf("own.json"), team = PathOf("team.json");
        var files = new ContactFiles([own, team]);
        // Only the own file may be missing: names of the other one would be unknown.
        Assert.NotNull(files.Read().Unknown);
        Add(team, "a");
        Assert.Null(files.Read().Unknown);
        Assert.NotNull(files.Read().Find("A"));
        File.AppendAllText(team, "<<<<<<<");
        var damaged = files.Read();
        Assert.NotNull(damaged.Find("a"));
        Assert.Null(damaged.Unknown);
        Assert.Equal(team, Assert.Single(damaged.Failures).Target);
        File.Delete(team);
        Add(team, "b");
        Assert.Equal("b", Assert.Single(files.Read().All).Name);
        Assert.Empty(files.Read().Failures);
    }

    [Fact]
    public void The_first_file_with_a_name_counts()
    {
        string own = PathOf("own.json"), team = PathOf("team.json");
        ContactFile.Change(own, document => document.With(new Contact("A") { UserName = "mine", Groups = ["x"] }));
        ContactFile.Change(team, document => document.With(new Contact("a") { UserName = "theirs", Groups = ["y"] }));
        var book = new ContactFiles([own, team]).Read();
        Assert.Equal("mine", book.Find("a")!.UserName);
        Assert.Empty(book.InGroup("y"));
        Assert.Single(book.InGroup("X"));
    }
}
