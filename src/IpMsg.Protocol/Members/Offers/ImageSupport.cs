using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>The images that a recipient's client shows inside the text (R94).</summary>
internal enum ImageSupport
{
    /// <summary>None: it gets files.</summary>
    None,

    /// <summary>PNG alone.</summary>
    Png,

    /// <summary>PNG and JPEG: the client recognises the format by the contents.</summary>
    PngAndJpeg,
}

/// <summary>Concludes <see cref="ImageSupport"/> from what a member announces.</summary>
internal static class ImageSupportRules
{
    // The reference client reads PNG alone before its version 3.50. No option says which version a member has, but versions with IPDict are
    // later.
    internal static ImageSupport Of(EntryFlags status) =>
        (status & EntryFlags.CanShowImages) == 0 ? ImageSupport.None
        : (status & EntryFlags.CanIpDict) == 0 ? ImageSupport.Png
        : ImageSupport.PngAndJpeg;
}
