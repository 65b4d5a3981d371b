using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Xunit;
using static IpMsg.Node.Tests.FetchLab;

namespace IpMsg.Node.Tests;

/// <summary>The folder in which a fetch works: its own, whoever else fetches the same at the same time.</summary>
public sealed class StagingFolderTests : IDisposable
{
    private readonly FetchLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Fetches_of_the_same_thing_that_come_and_go_leave_each_other_alone()
    {
        var order = Order(new IPEndPoint(IPAddress.Loopback, 2425), SingleFile("a", 1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var target = FolderHandle.Open(_lab.Target);
            for (int time = 0; time < 300; time++)
            {
                using var staging = StagingFolder.Open(target, order, keepsLeftOver: false);
                staging.Folder.Create(StagingFolder.Content).Dispose();
                for (int look = 0; look < 3; look++)
                    Assert.Equal(EntryKind.File, staging.Folder.KindOf(StagingFolder.Content));
            }
        }, TestContext.Current.CancellationToken)));
        _lab.RequireNothing();
    }
}
