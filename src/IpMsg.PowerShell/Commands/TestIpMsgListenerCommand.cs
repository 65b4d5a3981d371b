using System;
using System.Management.Automation;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.Node.Transport;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>
/// Tests whether a listener works, also one of another process on this machine: a service, a container. Starts no listener.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "IpMsgListener", DefaultParameterSetName = ByAddress)]
[OutputType(typeof(IpMsgListenerTest), typeof(bool))]
public sealed class TestIpMsgListenerCommand : IpMsgCmdlet
{
    private const string ByAddress = "Address", ByListener = "Listener";

    /// <summary>The listener to test, of any runspace of this process.</summary>
    [Parameter(ParameterSetName = ByListener, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <summary>The address at which the listener listens; that of this runspace's listener by default, else 127.0.0.1.</summary>
    [Parameter(ParameterSetName = ByAddress, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocalAddressCompleter))]
    public string? Address { get; set; }

    /// <summary>Its port; that of this runspace's listener by default, else IPMSG_PORT, else 2425.</summary>
    [Parameter(ParameterSetName = ByAddress)]
    [ValidateRange(1, 65_535)]
    public int Port { get; set; }

    /// <summary>Wait this many seconds for an answer.</summary>
    [Parameter]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; } = 3;

    /// <summary>Write only true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var listener = Listener ?? (Address is null && Port == 0 ? RunspaceScope.Existing?.Listener : null);
        var target = listener is null ? Target() : new IPEndPoint(listener.BoundAddress ?? IPAddress.Loopback, listener.Port);
        using var random = new CryptoRandom();
        var probe = new ListenerProbe(target, (uint)random.Next(1, int.MaxValue));
        var test = new IpMsgListenerTest(target, probe.Run(TimeSpan.FromSeconds(TimeoutSec), StopToken), listener);
        if (Quiet)
            WriteObject(test.IsHealthy);
        else
            WriteObject(test);
    }

    private IPEndPoint Target() =>
        new(Address is null ? IPAddress.Loopback : AddressArguments.Local(Address), Port > 0 ? Port : DefaultPort());

    // With IPMSG_PORT=0 the system has chosen the port, which only -Port can name.
    private static int DefaultPort() => EnvironmentDefaults.Read().Port is > 0 and var port ? port : NodeOptions.StandardPort;
}
