using System;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Notifications;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Commands;

/// <summary>Makes this runspace a member of the network: binds UDP and TCP and announces itself.</summary>
[Cmdlet(VerbsLifecycle.Start, "IpMsgListener", SupportsShouldProcess = true)]
[OutputType(typeof(IpMsgListener))]
public sealed class StartIpMsgListenerCommand : IpMsgCmdlet
{
    /// <summary>The UDP and TCP port, 2425 by default; 0 lets the system choose.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = NodeOptions.StandardPort;

    /// <summary>The address of this machine to bind to; all by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocalAddressCompleter))]
    public string? Address { get; set; }

    /// <summary>Addresses for announcements, with or without a port, besides the broadcast addresses of the interfaces.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? BroadcastAddress { get; set; }

    /// <summary>The name that others see; the user name by default.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? NickName { get; set; }

    /// <summary>The group that others see.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public string? GroupName { get; set; }

    /// <summary>The user name in every packet; the system's by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The host name in every packet; the system's by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>The encoding of clients without UTF-8, by name or number.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public string? Encoding { get; set; }

    /// <summary>A file, or a folder for one file a day, to which each message is written before it is confirmed.</summary>
    [Parameter]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>
    /// The folder in which messages are stored before they are confirmed: they wait there for the next listener when this one ends, and
    /// form the history. IPMSG_DATAPATH by default, else the folder of the user's application data.
    /// </summary>
    [Parameter]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>Keep messages in memory only: they are confirmed at once, and lost when the process ends.</summary>
    [Parameter]
    public SwitchParameter NoStore { get; set; }

    /// <summary>Keep no history: messages leave the store when they are received.</summary>
    [Parameter]
    public SwitchParameter NoHistory { get; set; }

    /// <summary>
    /// When messages are encrypted: whenever the recipient can (Auto), always or not at all (Required), only for verified keys (Verified),
    /// or never (Off).
    /// </summary>
    [Parameter]
    public EncryptionPolicy Encryption { get; set; }

    /// <summary>Allow the weak ciphers of very old clients, with members that have no others.</summary>
    [Parameter]
    public SwitchParameter AllowWeakCipher { get; set; }

    /// <summary>The folder for keys and the packet counter; the user's own by default.</summary>
    [Parameter]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>
    /// The files of contacts in order of precedence; Set-IpMsgContact writes the first one. Those of IPMSG_CONTACTS by default, else the
    /// user's own one.
    /// </summary>
    [Parameter]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string[]? ContactPath { get; set; }

    /// <summary>Addresses and networks (10.1.0.0/16) whose packets are accepted; all by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AllowFrom { get; set; }

    /// <summary>Addresses and networks whose packets are ignored, also those in AllowFrom.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? DenyFrom { get; set; }

    /// <summary>The member master, which has the members of other segments: its address, with or without a port.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MasterCompleter))]
    public string? Master { get; set; }

    /// <summary>The key of the member master: its forty digits, or a file that Get-IpMsgKey -ExportPath has written on it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MasterKey { get; set; }

    /// <summary>Be a member master: keep the list of the members of several segments for those that use -Master.</summary>
    [Parameter]
    public SwitchParameter AsMaster { get; set; }

    /// <summary>
    /// How often members poll their master, in seconds, and a third of the time in which the master asks the segments. The same for all.
    /// </summary>
    [Parameter]
    [ValidateRange(5, 3_600)]
    public int MasterPollSec { get; set; } = 60;

    /// <summary>How to say that a message has come: with the bell, a line above the prompt, a notification of the desktop.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IpMsgNotification[]? Notify { get; set; }

    /// <summary>Bind without an announcement. Entries of others are answered.</summary>
    [Parameter]
    public SwitchParameter Silent { get; set; }

    /// <summary>Write the listener.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var options = Options();
        string place = (Address ?? "any address") + ", " + (options.Port == 0 ? "any port" : "port " + options.Port);
        if (!ShouldProcess(place, "Start IP Messenger listener"))
            return;
        var channels = Notify is null ? [] : NotificationChannels.Create(Notify, Events);
        var listener = Replace(RunspaceScope.Existing?.Listener, options);
        if (channels.Count > 0)
            listener.Notifier = new MessageNotifier(listener, channels);
        if (listener.Node.HasPrivateNumbers)
            WriteVerbose("The packet counter could not be shared with other processes; numbers rise within this process only.");
        WarnOfLosses(listener);
        if (MasterWarning.Of(listener.Node, StopToken) is { } warning)
            WriteWarning(warning);
        if (PassThru)
            WriteObject(listener);
    }

    // Replaces an implicitly started listener. A warning reports messages that it confirmed and nobody received.
    private IpMsgListener Replace(IpMsgListener? former, NodeOptions options)
    {
        try
        {
            return RunspaceScope.Current.Start(options, isImplicit: false, StopToken);
        }
        finally
        {
            if (former is { Node.State: NodeState.Stopped })
                WarnOfUnread(former);
        }
    }

    private NodeOptions Options()
    {
        var defaults = EnvironmentDefaults.Read();
        var store = HistoryDefaults.ForListener(
            DataPath is null ? null : FilePaths.Resolve(SessionState, DataPath, IpMsgErrorId.InvalidDataPath),
            NoStore ? true : null,
            NoHistory ? true : null);
        return defaults with
        {
            Port = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? Port : defaults.Port,
            Address = Address is null ? null : AddressArguments.Local(Address),
            BroadcastTargets = BroadcastAddress is null ? defaults.BroadcastTargets : AddressArguments.Broadcast(BroadcastAddress),
            NickName = NickName ?? defaults.NickName,
            GroupName = GroupName ?? defaults.GroupName,
            UserName = UserName,
            HostName = HostName,
            Encoding = Encoding ?? defaults.Encoding,
            LogPath = LogPath is null ? null : FilePaths.Resolve(SessionState, LogPath, IpMsgErrorId.InvalidLogPath),
            KeyPath = KeyPath is null ? defaults.KeyPath : FilePaths.Resolve(SessionState, KeyPath, IpMsgErrorId.InvalidKeyPath),
            History = store,
            Queue = HistoryDefaults.QueueOf(store),
            ContactPaths = ContactPath is null
                ? defaults.ContactPaths
                : Array.ConvertAll(ContactPath, each => FilePaths.Resolve(SessionState, each, IpMsgErrorId.InvalidContactFile)),
            Encryption = Encryption,
            AllowsWeakCiphers = AllowWeakCipher,
            AllowFrom = AllowFrom ?? [],
            DenyFrom = DenyFrom ?? [],
            IsSilent = Silent,
            Master = MasterArguments.Read(this, defaults.Port),
        };
    }
}
