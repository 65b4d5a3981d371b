using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Tests.Upload;

/// <summary>A hand-driven client of the file server, at an address of its own.</summary>
internal sealed class UploadClient : IDisposable
{
    internal const string Bob = "127.0.0.2", Carol = "127.0.0.3", Mallory = "127.0.0.4";

    internal UploadClient(IPEndPoint server, string from, int receiveBuffer = 0)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        { NoDelay = true, ReceiveTimeout = 20_000, SendTimeout = 20_000 };
        if (receiveBuffer > 0)
            Socket.ReceiveBufferSize = receiveBuffer;
        Socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        Socket.Connect(server);
    }

    internal Socket Socket { get; }

    internal static string FileRequest(Offer offer, long offset = 0, string user = "bob", string host = "BOB-PC", uint flags = 0x800000) =>
        $"1:4711:{user}:{host}:{0x60 | flags}:{offer.Delivery.Number:x}:{offer.Attachment.Id:x}:{offset:x}:\0";

    internal static string FolderRequest(Offer offer, uint flags = 0x800000) =>
        $"1:4711:bob:BOB-PC:{0x62 | flags}:{offer.Delivery.Number:x}:{offer.Attachment.Id:x}:\0";

    internal UploadClient Say(string request)
    {
        Socket.Send(Encoding.Latin1.GetBytes(request));
        return this;
    }

    /// <summary>So many bytes, or fewer when the connection ends before.</summary>
    internal byte[] Read(long count)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[65536];
        try
        {
            while (all.Length < count
                && Socket.Receive(buffer, 0, (int)Math.Min(buffer.Length, count - all.Length), SocketFlags.None) is > 0 and var got)
                all.Write(buffer, 0, got);
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
        {
            // The server broke it off.
        }
        return all.ToArray();
    }

    internal string ReadText(long count) => Encoding.UTF8.GetString(Read(count));

    /// <summary>What a folder request brings, as a transcript; ends where the stream ends.</summary>
    internal string ReadStream(bool expectsFolder = true, Encoding? names = null)
    {
        var reader = new FolderStreamReader(new NameDecoder(new TextCodec(names ?? Encoding.UTF8, Encoding.UTF8), names is null),
            expectsFolder, new FolderStreamLimits());
        var said = new StringBuilder();
        byte[] buffer = new byte[65536];
        while (true)
        {
            int count = 0;
            try
            {
                count = Socket.Receive(buffer);
            }
            catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
            {
                // The server broke it off.
            }
            if (count == 0)
                return said + " " + reader.Close() + reader.Failure;
            for (int at = 0; ;)
            {
                var happened = reader.Read(buffer.AsSpan(at, count - at), out int consumed);
                string content = Encoding.UTF8.GetString(buffer, at, consumed);
                at += consumed;
                if (happened == FolderStreamEvent.NeedsMore)
                    break;
                switch (happened)
                {
                    case FolderStreamEvent.EnterFolder:
                        said.Append(reader.Record.Name).Append('(');
                        break;
                    case FolderStreamEvent.LeaveFolder:
                        said.Append(')');
                        break;
                    case FolderStreamEvent.BeginFile:
                        said.Append('[').Append(reader.Record.Name).Append('=');
                        break;
                    case FolderStreamEvent.Content:
                        said.Append(content.Length > 100 ? content.Length + "B" : content);
                        break;
                    case FolderStreamEvent.EndFile:
                        said.Append(']');
                        break;
                    default:
                        return happened == FolderStreamEvent.End ? said.ToString() : said + " " + happened + reader.Failure;
                }
            }
        }
    }

    /// <summary>True when the connection is closed without a byte.</summary>
    internal bool IsTurnedAway() => Read(1).Length == 0;

    public void Dispose() => Socket.Dispose();
}
