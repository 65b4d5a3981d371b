using System;

namespace IpMsg.Node.Upload;

/// <summary>Ends a transfer because the offered file has changed or vanished. Its message is for the sender.</summary>
internal sealed class TransferException(string message) : Exception(message);
