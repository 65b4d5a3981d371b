using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Wire;

/// <summary>Reads and writes one SENDMSG, compared with Split and interpolation, as scripts do it.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class SendMessagePackets
{
    private const string Text = "会議は14時からです。資料は共有フォルダーにあります。";
    private const uint Number = 1_790_000_000;
    private const uint CommandWord = (uint)(MessageFlags.SendCheck | MessageFlags.Utf8 | MessageFlags.CanUtf8) | (uint)Command.SendMessage;

    private static readonly byte[] s_user = "suzuki"u8.ToArray();
    private static readonly byte[] s_host = "PC-0421"u8.ToArray();

    private readonly TextCodec _codec = new(TextCodec.Utf8, TextCodec.Utf8);
    private readonly byte[] _buffer = new byte[1_024];
    private readonly byte[] _datagram;

    /// <summary>Builds the datagram to read.</summary>
    public SendMessagePackets() => _datagram = _buffer[..Build()];

    /// <summary>Header fields as slices, without copies.</summary>
    [Benchmark]
    public uint Parse() => PacketReader.TryRead(_datagram, out var packet) ? packet.CommandWord : 0;

    /// <summary>The same with the text as a string.</summary>
    [Benchmark]
    public string ParseWithText() => PacketReader.TryRead(_datagram, out var packet) ? _codec.Read(packet.Body, packet.IsUtf8) : "";

    /// <summary>As a script does it: decode everything, split at colons.</summary>
    [Benchmark(Baseline = true)]
    public string SplitBaseline()
    {
        string[] fields = Encoding.UTF8.GetString(_datagram).Split(':', 6);
        uint.Parse(fields[4], CultureInfo.InvariantCulture);
        return fields[5].TrimEnd('\0');
    }

    /// <summary>Writes into an existing buffer.</summary>
    [Benchmark]
    public int Build()
    {
        var writer = new PacketWriter(_buffer);
        writer.Header(Number, s_user, s_host, CommandWord);
        writer.Text(Text, TextCodec.Utf8);
        writer.Nul();
        return writer.Length;
    }

    /// <summary>As a script does it: one interpolated string, encoded.</summary>
    [Benchmark]
    public byte[] InterpolationBaseline() => Encoding.UTF8.GetBytes(Interpolated(Number, CommandWord));

    private static string Interpolated(uint number, uint command) =>
        string.Create(CultureInfo.InvariantCulture, $"1:{number}:suzuki:PC-0421:{command}:{Text}\0");
}
