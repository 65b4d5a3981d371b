using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpMsg.Node.Download;
using IpMsg.Node.Storage.Folders;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;

namespace IpMsg.Node.Tests.Download;

/// <summary>The staging folder of a download: a separate one for each concurrent download of the same attachment.</summary>
public sealed class StagingFolderTests : IDisposable
{
    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Fetches_of_the_same_thing_that_come_and_go_leave_each_other_alone()
    {
        var request = Order(new IPEndPoint(IPAddress.Loopback, 2425), SingleFile("a", 1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var target = FolderHandle.Open(_fixture.Target);
            for (int time = 0; time < 300; time++)
            {
                using var staging = StagingFolder.Open(target, request, keepsLeftOver: false);
                staging.Folder.Create(StagingFolder.Content).Dispose();
                for (int look = 0; look < 3; look++)
                    Assert.Equal(EntryKind.File, staging.Folder.KindOf(StagingFolder.Content));
            }
        }, TestContext.Current.CancellationToken)));
        _fixture.RequireNothing();
    }
}
