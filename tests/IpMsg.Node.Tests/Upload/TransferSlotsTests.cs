using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpMsg.Node.Upload;
using Xunit;

namespace IpMsg.Node.Tests.Upload;

public sealed class TransferSlotsTests
{
    private readonly TransferSlots _places = new();

    private static IPEndPoint Recipient(int number) => new(new IPAddress([10, 0, (byte)(number / 250), (byte)(number % 250)]), 2425);

    private List<Task<int>> Enter(int recipient, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _places.EnterAsync(Recipient(recipient), new object()))];

    [Fact]
    public async Task The_transfers_of_one_recipient_leave_places_to_all_others()
    {
        var greedy = Enter(0, 100);
        Assert.Equal(TransferSlots.MaxShared, greedy.Count(static each => each.IsCompleted));
        Assert.Equal(TransferSlots.MaxShared + 1, await Enter(1, 1)[0]);
        Assert.All(Enter(2, TransferSlots.FewTransfers), static each => Assert.True(each.IsCompleted));
        Assert.False(Enter(2, 1)[0].IsCompleted);
        var rest = Enumerable.Range(3, TransferSlots.Max).Select(each => Enter(each, 1)[0]).ToList();
        Assert.Equal(TransferSlots.Max - TransferSlots.MaxShared - 1 - TransferSlots.FewTransfers,
            rest.Count(static each => each.IsCompleted));
    }

    [Fact]
    public async Task Places_are_given_on_in_order_to_those_who_may_have_them()
    {
        var greedy = Enter(0, TransferSlots.MaxShared + 1);
        var others = Enter(1, TransferSlots.FewTransfers + 1);
        var (waiting, other) = (greedy[^1], others[^1]);
        // 68 are running. The first that may run when there are 63 is the one that asked first.
        for (int i = 0; i < TransferSlots.FewTransfers; i++)
            _places.Leave(Recipient(0));
        Assert.False(waiting.IsCompleted);
        _places.Leave(Recipient(0));
        Assert.Equal(TransferSlots.MaxShared, await waiting);
        // The other one may run when it has fewer itself.
        Assert.False(other.IsCompleted);
        _places.Leave(Recipient(1));
        Assert.Equal(TransferSlots.MaxShared, await other);
    }

    [Fact]
    public async Task A_wait_can_be_abandoned()
    {
        Enter(0, TransferSlots.MaxShared);
        object owner = new();
        var waiting = _places.EnterAsync(Recipient(0), owner);
        _places.Abandon(new object());
        Assert.False(waiting.IsCompleted);
        _places.Abandon(owner);
        Assert.Equal(0, await waiting);
        _places.Leave(Recipient(0));
        Assert.Equal(TransferSlots.MaxShared, await Enter(0, 1)[0]);
    }
}
