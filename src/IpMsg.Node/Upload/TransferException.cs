using System;

namespace IpMsg.Node.Upload;

/// <summary>Ends a transfer: what was offered is not what is there any more. The message is for the sender to read.</summary>
internal sealed class TransferException(string message) : Exception(message);
