using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Text codecs as listeners of several cultures have them.</summary>
internal static class Codecs
{
    internal static readonly Encoding ShiftJis = Encoding.GetEncoding("shift_jis");
    internal static readonly Encoding Gb18030 = Encoding.GetEncoding("gb18030");
    internal static readonly Encoding Wansung = Encoding.GetEncoding("ks_c_5601-1987");

    internal static readonly TextCodec Japanese = new(ShiftJis, Gb18030);
    internal static readonly TextCodec Chinese = new(Gb18030, Gb18030);
    internal static readonly TextCodec Korean = new(Wansung, Gb18030);
}
