using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Attachments;
using Xunit;

namespace IpMsg.Node.Tests.Upload;

public sealed class OfferFactoryTests : IDisposable
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static IpMsgErrorId WhyNot(string path, bool asImage = false) =>
        Assert.Throws<IpMsgException>(() => OfferFactory.Describe(path, asImage)).ErrorId;

    [Fact]
    public void A_file_is_described_as_it_is()
    {
        File.WriteAllText(_folder["a.txt"], "hello");
        var time = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder["a.txt"], time);
        var attachment = OfferFactory.Describe(_folder["a.txt"]).Attachment;
        Assert.Equal(("a.txt", 5L, FileKind.Regular, FileFlags.None),
            (attachment.Name, attachment.Size, attachment.Kind, attachment.Flags));
        Assert.Equal((new DateTimeOffset(time), new DateTimeOffset(time)), (attachment.Modified, attachment.ExtendedAttributes.Modified));
        Assert.InRange(attachment.ExtendedAttributes.Accessed!.Value, DateTimeOffset.UtcNow.AddMinutes(-5),
            DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public void On_Unix_a_file_is_described_with_its_permissions_and_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(_folder["a.txt"], "hello");
        File.SetUnixFileMode(_folder["a.txt"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var attachment = OfferFactory.Describe(_folder["a.txt"]).Attachment;
        Assert.Equal((FileFlags.ReadOnly, 0x120ul), (attachment.Flags, attachment.ExtendedAttributes.Permissions)); // 0440
        Assert.Equal(Environment.UserName, attachment.ExtendedAttributes.Text(ExtendedAttributeKey.UserName));
        Assert.NotNull(attachment.ExtendedAttributes.Number(ExtendedAttributeKey.GroupId));
        Assert.NotEqual("", attachment.ExtendedAttributes.Text(ExtendedAttributeKey.GroupName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void A_folder_has_a_size_that_is_not_zero_for_iptux_fetches_nothing_else(string end)
    {
        Directory.CreateDirectory(_folder["docs"]);
        var empty = OfferFactory.Describe(_folder["docs"] + end).Attachment;
        Assert.Equal(("docs", 1L, FileKind.Folder), (empty.Name, empty.Size, empty.Kind));
        File.WriteAllText(Path.Combine(_folder["docs"], "a"), "");
        Directory.CreateDirectory(Path.Combine(_folder["docs"], "b"));
        Assert.Equal(2, OfferFactory.Describe(_folder["docs"] + end).Attachment.Size);
    }

    [Fact]
    public void A_path_that_does_not_exist_and_a_root_folder_are_refused()
    {
        Assert.Equal(IpMsgErrorId.AttachmentNotFound, WhyNot(_folder["nothing"]));
        Assert.Equal(IpMsgErrorId.AttachmentNotFound, WhyNot(_folder["no/thing"]));
        Assert.Equal(IpMsgErrorId.AttachmentNotSupported, WhyNot(Path.GetPathRoot(_folder.Path)!));
    }

    [Fact]
    public void Devices_pipes_and_circular_links_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no devices or pipes among files.");
        Assert.Equal(IpMsgErrorId.AttachmentNotSupported, WhyNot("/dev/zero"));
        File.CreateSymbolicLink(_folder["circle"], "circle");
        Assert.Equal(IpMsgErrorId.AttachmentUnreadable, WhyNot(_folder["circle"]));
        using (var make = Process.Start("mkfifo", [_folder["pipe"]]))
            make.WaitForExit();
        Assert.Equal(IpMsgErrorId.AttachmentNotSupported, WhyNot(_folder["pipe"]));
    }

    [Fact]
    public void What_may_not_be_read_is_said_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Root may read everything.");
        File.WriteAllText(_folder["a"], "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["a"], UnixFileMode.None);
        Assert.Equal(IpMsgErrorId.AttachmentUnreadable, WhyNot(_folder["a"]));
    }

    [Fact]
    public void Images_are_png_or_jpeg_of_ten_MiB_at_most()
    {
        File.WriteAllBytes(_folder["a.png"], s_png);
        var image = OfferFactory.Describe(_folder["a.png"], asImage: true).Attachment;
        Assert.Equal((FileKind.Image, 11L), (image.Kind, image.Size));
        Assert.Equal(FileKind.Regular, OfferFactory.Describe(_folder["a.png"]).Attachment.Kind);
        File.WriteAllBytes(_folder["c.png"], [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46]);
        Assert.Equal([false, true], new[] { "a.png", "c.png" }.Select(each => OfferFactory.Describe(_folder[each], asImage: true).IsJpeg));
        File.WriteAllText(_folder["b.png"], "no image");
        Assert.Equal(IpMsgErrorId.AttachmentNotSupported, WhyNot(_folder["b.png"], asImage: true));
        Assert.Equal(IpMsgErrorId.AttachmentNotSupported, WhyNot(_folder.Path, asImage: true));
        using (var file = File.OpenWrite(_folder["a.png"]))
            file.SetLength(10 * 1024 * 1024);
        Assert.Equal(10 * 1024 * 1024, OfferFactory.Describe(_folder["a.png"], asImage: true).Attachment.Size);
        using (var file = File.OpenWrite(_folder["a.png"]))
            file.SetLength(10 * 1024 * 1024 + 1);
        Assert.Equal(IpMsgErrorId.AttachmentNotSupported, WhyNot(_folder["a.png"], asImage: true));
    }
}
