using System;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Storage.Keys;

/// <summary>What Windows encrypts so that only the same user reads it again.</summary>
internal static class Dpapi
{
    private const int WithoutQuestions = 0x1;

    /// <exception cref="System.ComponentModel.Win32Exception">Windows refuses.</exception>
    internal static byte[] Protect(byte[] plain) =>
        Call(plain, (ref Blob from, ref Blob to) => CryptProtectData(ref from, null, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, WithoutQuestions, ref to))
        ?? throw new System.ComponentModel.Win32Exception();

    /// <summary>Null when it was protected by another user, or is damaged.</summary>
    internal static byte[]? Unprotect(byte[] hidden) =>
        Call(hidden, (ref Blob from, ref Blob to) => CryptUnprotectData(ref from, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, WithoutQuestions, ref to));

    private delegate bool Operation(ref Blob from, ref Blob to);

    private static byte[]? Call(byte[] bytes, Operation operation)
    {
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var result = default(Blob);
        try
        {
            var from = new Blob { Length = bytes.Length, Data = pin.AddrOfPinnedObject() };
            if (!operation(ref from, ref result))
                return null;
            byte[] copy = new byte[result.Length];
            Marshal.Copy(result.Data, copy, 0, copy.Length);
            return copy;
        }
        finally
        {
            pin.Free();
            if (result.Data != IntPtr.Zero)
                LocalFree(result.Data);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Blob
    {
        internal int Length;
        internal IntPtr Data;
    }

    [DllImport("crypt32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CryptProtectData(ref Blob from, string? description, IntPtr entropy, IntPtr reserved, IntPtr prompt, int flags, ref Blob to);

    [DllImport("crypt32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CryptUnprotectData(ref Blob from, IntPtr description, IntPtr entropy, IntPtr reserved, IntPtr prompt, int flags, ref Blob to);

    [DllImport("kernel32", ExactSpelling = true)]
    private static extern IntPtr LocalFree(IntPtr memory);
}
