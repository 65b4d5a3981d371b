using System.Net;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node;

/// <summary>Passes the start and the end of uploads to the member.</summary>
internal sealed class NodeUploads(MemberDriver driver, MemberSettings settings)
{
    private readonly RequestDecryption _decryption = new(driver, settings);

    /// <summary>Authorises a file request; null when the connection must be closed without a reply (R84).</summary>
    internal async Task<Transfer?> BeginAsync(FileRequestAssembler request, AcceptedConnection from)
    {
        var decrypted = await _decryption.DecryptAsync(request, from).ConfigureAwait(false);
        Transfer? transfer = null;
        // Access carries out outputs on disposal. An exception of these concerns the node, not the connection.
        driver.Guard(() =>
        {
            using var access = driver.Resume();
            if (access.IsAlive)
                transfer = access.Machine.BeginTransfer(NodeClock.Now, request, decrypted, from.Address);
        });
        return transfer;
    }

    /// <summary>Passes on a dictionary from a master or a user (R127).</summary>
    internal void Receive(byte[] dictionary, AcceptedConnection from) => driver.Guard(() =>
    {
        using var access = driver.Resume();
        if (access.IsAlive)
            access.Machine.ReceiveDictionary(NodeClock.Now, dictionary, new IPEndPoint(from.Address, 0));
    });

    /// <summary>Reports the end of a transfer, also after the end of the node, which breaks transfers off.</summary>
    internal void End(Transfer transfer, TransferResult result) => driver.Guard(() =>
    {
        using var access = driver.Resume();
        access.Machine.EndTransfer(NodeClock.Now, transfer, result);
    });
}
