using System;
using System.Globalization;
using System.Net;
using System.Text;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>A datagram that reached a <see cref="ScriptedPeer"/>, taken apart without the code under test.</summary>
internal sealed record PeerDatagram(TimeSpan At, IPEndPoint From, byte[] Bytes)
{
    private readonly string[] _fields = Encoding.UTF8.GetString(Bytes).Split(':', 6);

    internal string Number => _fields[1];

    internal string User => _fields[2];

    internal string Host => _fields[3];

    internal uint Word => uint.Parse(_fields[4], CultureInfo.InvariantCulture);

    internal int Command => (int)(Word & 0xFF);

    /// <summary>Up to the first NUL.</summary>
    internal string Body => _fields[5].Split('\0')[0];

    internal bool Has(uint flag) => (Word & flag) != 0;
}
