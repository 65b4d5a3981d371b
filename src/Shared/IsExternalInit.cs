namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler make records for a target that lacks this marker.</summary>
internal static class IsExternalInit;
