using System;

namespace IpMsg.Shell.CommandLine;

/// <summary>The command line cannot be understood, or names a file that is not there.</summary>
internal sealed class UsageException(string message) : Exception(message);
