namespace IpMsg.Protocol.Members.Offers;

/// <summary>The form of an attachment list for some of the recipients of a message.</summary>
/// <param name="Images">The images that their client shows inside the text; others are files (R94).</param>
/// <param name="KeepsNames">True for a client that makes names fit for its own system (R115).</param>
internal readonly record struct OfferListForm(ImageSupport Images, bool KeepsNames);
