using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Node.Master;
using IpMsg.Node.Networks;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Storage.Log;
using IpMsg.Node.Transport;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node;

/// <summary>The parts of a node, opened from its options. Tests pass another transport.</summary>
internal sealed class NodeServices
{
    private readonly TcpListenerTransport? _tcp;
    private readonly bool _hasIPv6;

    internal NodeServices(
        NodeOptions options,
        MemberSettings settings,
        SharedPacketNumbers numbers, IDatagramTransport transport,
        TcpListenerTransport? tcp,
        AddressFilter filter)
    {
        Options = options;
        Settings = settings;
        Numbers = numbers;
        Transport = transport;
        _tcp = tcp;
        _hasIPv6 = transport is UdpTransport { HasIPv6: true };
        Filter = filter;
    }

    internal NodeOptions Options { get; }

    internal MemberSettings Settings { get; }

    internal SharedPacketNumbers Numbers { get; }

    internal IRandomSource Random { get; } = new CryptoRandom();

    internal IDatagramTransport Transport { get; }

    internal AddressFilter Filter { get; }

    /// <summary>The adapters of this machine and their events.</summary>
    internal NetworkSource Network { get; init; } = new();

    /// <summary>The parts that do not work now.</summary>
    internal NodeProblems Problems { get; } = new();

    /// <summary>Asks the system for the addresses of a host.</summary>
    internal Func<string, Task<IPAddress[]>> LookUpHost { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The limits of connections that download files.</summary>
    internal UploadLimits UploadLimits { get; init; } = new();

    /// <summary>The store of the known keys; null without encryption.</summary>
    internal KnownKeyStore? KnownKeyStore { get; init; }

    /// <summary>What recognises the encrypted messages that sessions of the user have shown; null without encryption.</summary>
    internal SeenMessageStore? SeenMessages { get; init; }

    /// <summary>The error that keeps the own keys from being saved; null when they are saved.</summary>
    internal Exception? OwnKeyProblem { get; init; }

    /// <summary>The keys that the store holds at the start.</summary>
    internal IReadOnlyList<KnownKey> KnownKeys { get; init; } = [];

    /// <summary>The port that the user gave, where members of one group may share another than 2425; else 2425.</summary>
    internal int StandardPort => Options.Port > 0 ? Options.Port : NodeOptions.StandardPort;

    /// <summary>The ports at which other members are expected: 2425 and the port that the user gave (R114).</summary>
    private int[] MemberPorts =>
        StandardPort == NodeOptions.StandardPort ? [StandardPort] : [StandardPort, NodeOptions.StandardPort];

    /// <exception cref="IpMsgException">The port is in use, the address is not of this machine, or an option is not valid.</exception>
    internal static NodeServices Open(NodeOptions options, UploadLimits? uploadLimits = null)
    {
        // Options are checked before the sockets are bound.
        PathCheck.Require(IpMsgErrorId.InvalidLogPath, options.LogPath);
        PathCheck.Require(IpMsgErrorId.InvalidKeyPath, options.KeyPath);
        PathCheck.Require(IpMsgErrorId.InvalidDataPath, options.History?.DataPath);
        foreach (string range in options.AllowFrom.Concat(options.DenyFrom))
            Option(IpMsgErrorId.InvalidFilter, range, () => AddressRange.Parse(range));
        var master = MasterSettingsReader.Read(options.Master);
        var filter = new AddressFilter(options.AllowFrom, options.DenyFrom);
        var codec = Option(IpMsgErrorId.InvalidEncoding, options.Encoding, () => new TextCodec(
            CodePages.Find(options.Encoding ?? CodePages.DefaultFor(CultureInfo.CurrentCulture)), CodePages.Find(CodePages.Chinese)));
        // The first start creates RSA keys, which is slow; the sockets are bound meanwhile.
        var keys = options.Encryption == EncryptionPolicy.Off ? null : Task.Run(() => OpenKeys(options));
        var numbers = Option(IpMsgErrorId.InvalidKeyPath, options.KeyPath, () => OpenNumbers(options));
        try
        {
            var transports = Bind(options);
            try
            {
                var (own, problem, store, known) = keys?.GetAwaiter().GetResult() ?? default;
                var settings = SettingsOf(options, codec, transports.Udp.LocalEndPoint.Port, own, master);
                return new NodeServices(options, settings, numbers, transports.Udp, transports.Tcp, filter)
                {
                    UploadLimits = uploadLimits ?? new UploadLimits(),
                    KnownKeyStore = store,
                    SeenMessages = own is null ? null : new SeenMessageStore(new SeenMessageFile(UserFolder.Locate(options.KeyPath))),
                    OwnKeyProblem = problem,
                    KnownKeys = known ?? [],
                };
            }
            catch
            {
                transports.Dispose();
                throw;
            }
        }
        catch
        {
            numbers.Dispose();
            throw;
        }
    }

    /// <exception cref="IpMsgException">The log cannot be written.</exception>
    internal MessageLog? OpenLog(
        Action<IReadOnlyList<IncomingMessage>> onWritten, Action<IReadOnlyList<IncomingMessage>, Exception> onFailed) =>
        Options.LogPath is not { } path ? null : Option(IpMsgErrorId.InvalidLogPath, path, () => new MessageLog(
            path, onWritten, onFailed, owner: new LogOwner(Settings.UserName, Settings.HostName, Options.Address?.ToString())));

    internal void OpenTransports(MemberDriver driver, ConnectionHandler onConnection, Action<Exception> onFault)
    {
        if (Transport is UdpTransport udp)
        {
            udp.OnProblem = (source, reason) => Problems.Report(NodePart.Udp, source, reason);
            udp.OnSendProblem = (source, reason) => Problems.Report(NodePart.Network, source, reason);
        }
        if (_tcp is not null)
        {
            _tcp.OnProblem = (source, reason) => Problems.Report(NodePart.Tcp, source, reason);
            _tcp.Admits = Filter.Admits;
            using (var access = driver.EnterAnyState())
                _tcp.IsRecipient = access.Machine.Recipients.Contains;
            _tcp.Open(onConnection, onFault);
        }
        Transport.Open(driver.OnDatagrams, onFault);
    }

    /// <summary>The endpoints at an address: the given port, or for port 0 those at which members are expected (R114).</summary>
    internal IEnumerable<IPEndPoint> PlacesAt(IPAddress address, int port) =>
        port != 0 ? [new IPEndPoint(address, port)] : MemberPorts.Select(each => new IPEndPoint(address, each));

    /// <summary>The destinations of broadcasts.</summary>
    internal IReadOnlyList<IPEndPoint> TargetsOf(IReadOnlyList<NetworkAdapter> adapters, IReadOnlyList<LocalNetwork> networks)
    {
        var extras = Options.BroadcastTargets.SelectMany(each => PlacesAt(each.Address, each.Port)).ToList();
        var interfaces = _hasIPv6 ? LocalNetworks.MulticastInterfaces(adapters) : null;
        return BroadcastTargets.Compute(Options.Address, networks, interfaces, extras, MemberPorts);
    }

    /// <summary>Frees the port.</summary>
    internal void Close()
    {
        _tcp?.Dispose();
        Transport.Dispose();
    }

    private static SharedPacketNumbers OpenNumbers(NodeOptions options)
    {
        var folder = UserFolder.Locate(options.KeyPath);
        try
        {
            folder.Create();
        }
        catch (Exception exception) when (options.KeyPath is null && exception is IOException or UnauthorizedAccessException)
        {
            // The user did not ask for the folder. Without it, this process counts its packet numbers alone.
        }
        return new SharedPacketNumbers(folder.PathOf("packet-number"));
    }

    private static (OwnKeys? Own, Exception? Problem, KnownKeyStore? Store, IReadOnlyList<KnownKey>? Known) OpenKeys(NodeOptions options)
    {
        var folder = UserFolder.Locate(options.KeyPath);
        var (own, known) = (new OwnKeyStore(folder, options.KeyPath is not null), new KnownKeyStore(folder));
        var keys = own.Open();
        return (keys, own.Problem, known, known.Load());
    }

    private static Transports Bind(NodeOptions options)
    {
        var broadcastAddresses = BroadcastListenAddresses.For(options.Address, LocalNetworks.Find());
        try
        {
            return Transports.Bind(options.Address, options.Port, broadcastAddresses, options.UsesIPv6);
        }
        catch (SocketException exception) when (options.FallsBackToAnyPort && options.Port != 0 && ExclusiveBind.IsTaken(exception))
        {
            return Transports.Bind(options.Address, 0, broadcastAddresses, options.UsesIPv6);
        }
        catch (SocketException exception)
        {
            throw BindErrors.Describe(new IPEndPoint(options.Address ?? IPAddress.Any, options.Port), exception);
        }
    }

    private static MemberSettings SettingsOf(
        NodeOptions options, TextCodec codec, int port, OwnKeys? keys, MasterSettings? master)
    {
        string user = options.UserName ?? NodeDefaults.UserName;
        string name = keys?.Usual is { } usual ? FingerprintName.Of(user, usual.Public) : user;
        return new MemberSettings(name, options.HostName ?? NodeDefaults.HostName(options.Address, port), codec)
        {
            NickName = HeaderName.Tidy(options.NickName ?? user),
            GroupName = HeaderName.Tidy(options.GroupName ?? ""),
            Capabilities = EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles | EntryFlags.CanShowImages,
            VersionText = "IpMsg for PowerShell Ver" + typeof(NodeServices).Assembly.GetName().Version.ToString(3),
            Keys = keys,
            Master = master,
            Encryption = options.Encryption,
            AllowsWeakCiphers = options.AllowsWeakCiphers,
            PrefersIpDict = options.PrefersIpDict,
            PersistsMessages = options.LogPath is not null || options.History is { UsesStore: true },
        };
    }

    private static T Option<T>(IpMsgErrorId id, object? value, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException
            or IOException or UnauthorizedAccessException)
        {
            throw new IpMsgException(id, exception.Message, value, null, exception);
        }
    }
}
