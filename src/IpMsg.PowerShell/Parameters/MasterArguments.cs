using System;
using System.IO;
using System.Linq;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Master;
using IpMsg.Node.Networks;
using IpMsg.Node.Transport;
using IpMsg.PowerShell.Commands;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Converts the arguments of Start-IpMsgListener about a member master.</summary>
internal static class MasterArguments
{
    /// <summary>What the listener is to a master; null for nothing.</summary>
    /// <exception cref="IpMsgException">The arguments contradict each other, or the master is no address.</exception>
    internal static MasterOptions? Read(StartIpMsgListenerCommand command, int defaultPort)
    {
        if (command.Master is not null && command.AsMaster)
            throw Contradiction("A listener is a master or uses one: give -Master or -AsMaster.", command.Master,
                "On the server: Start-IpMsgListener -AsMaster. On the members: Start-IpMsgListener -Master and its address.");
        if (command.Master is null && command.MasterKey is not null)
            throw Contradiction("-MasterKey is the key of a master, and there is no -Master.", command.MasterKey,
                "Give the address of the master too: Start-IpMsgListener -Master 10.1.0.5 -MasterKey and its digits or file.");
        if (command.Master is null && !command.AsMaster)
        {
            return !command.MyInvocation.BoundParameters.ContainsKey(nameof(command.MasterPollSec)) ? null : throw Contradiction(
                "-MasterPollSec is about a member master, and there is neither -Master nor -AsMaster.", "-MasterPollSec",
                "Give the address of the master too: Start-IpMsgListener -Master 10.1.0.5 -MasterPollSec and the seconds.");
        }
        string target = command.Master ?? "-AsMaster";
        if (command.Silent)
            throw Contradiction("-Silent keeps the member from being known, and a master and its users have to be.", target,
                "Leave -Silent out.");
        if (command.Encryption == EncryptionPolicy.Off)
            throw new IpMsgException(IpMsgErrorId.NoKeys, "A member master and its users sign what they send, which needs keys.",
                target, "Leave -Encryption Off out.");
        var poll = TimeSpan.FromSeconds(command.MasterPollSec);
        int port = command.Port > 0 ? command.Port : defaultPort > 0 ? defaultPort : NodeOptions.StandardPort;
        return new MasterOptions(command.Master is null ? null : Address(command, command.Master, port))
        {
            Key = KeyOf(command),
            Poll = poll,
            Cycle = poll + poll + poll,
        };
    }

    // A path is relative to the location of the session.
    private static string? KeyOf(StartIpMsgListenerCommand command)
    {
        if (command.MasterKey is not { } key)
            return null;
        string path = FilePaths.Resolve(command.SessionState, key, IpMsgErrorId.InvalidMasterKey);
        return File.Exists(path) ? path : key;
    }

    private static IPEndPoint Address(StartIpMsgListenerCommand command, string text, int port)
    {
        try
        {
            var master = EndPointText.Parse(text, port);
            return !IsOwn(master, command.Address, port) ? master : throw Contradiction(
                "-Master is the address and port of this listener itself: " + master + ".", text,
                "Give the address of another machine. To be the master: Start-IpMsgListener -AsMaster");
        }
        catch (FormatException exception)
        {
            throw new IpMsgException(
                IpMsgErrorId.InvalidAddress, exception.Message, text, "Give the address of the master: -Master 10.1.0.5", exception);
        }
    }

    // Another listener of this machine, at another address or port, may be the master.
    private static bool IsOwn(IPEndPoint master, string? address, int port)
    {
        if (master.Port != port)
            return false;
        var bound = address is null ? IPAddress.Any : AddressArguments.Local(address);
        return bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any)
            ? IPAddress.IsLoopback(master.Address) || LocalNetworks.Find().Any(each => each.Address.Equals(master.Address))
            : bound.Equals(master.Address);
    }

    private static IpMsgException Contradiction(string message, string target, string advice) =>
        new(IpMsgErrorId.AmbiguousInput, message, target, advice);
}
