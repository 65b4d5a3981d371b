using System;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Interop;

/// <summary>Security functions of Windows that netstandard2.0 lacks: owners of files, and descriptors for new ones.</summary>
internal static class Advapi32
{
    private const uint Owner = 0x1, Acl = 0x4, NotInherited = 0x8000_0000; // OWNER_, DACL_, PROTECTED_DACL_SECURITY_INFORMATION
    private const uint Query = 0x8; // TOKEN_QUERY
    private const int TokenUser = 1;
    private const uint Revision = 1;

    /// <summary>The security identifier of the process's user; null when Windows does not tell.</summary>
    internal static unsafe string? CurrentUser()
    {
        if (!OpenProcessToken(GetCurrentProcess(), Query, out var token))
            return null;
        try
        {
            byte[] buffer = new byte[256];
            fixed (byte* place = buffer)
                return GetTokenInformation(token, TokenUser, place, buffer.Length, out _) ? TextOf(*(IntPtr*)place) : null;
        }
        finally
        {
            CloseHandle(token);
        }
    }

    /// <summary>The security identifier of the owner of a file or folder; null when Windows does not tell.</summary>
    internal static unsafe string? OwnerOf(string path)
    {
        path = WindowsPath.ForCalls(path);
        GetFileSecurityW(path, Owner, null, 0, out int length);
        byte[] buffer = new byte[Math.Max(1, length)];
        fixed (byte* place = buffer)
        {
            return GetFileSecurityW(path, Owner, place, buffer.Length, out _) && GetSecurityDescriptorOwner(place, out var owner, out _)
                ? TextOf(owner)
                : null;
        }
    }

    /// <summary>Converts the text form of a security descriptor; zero when Windows refuses. The memory is never freed.</summary>
    internal static IntPtr DescriptorOf(string text) =>
        ConvertStringSecurityDescriptorToSecurityDescriptorW(text, Revision, out var descriptor, IntPtr.Zero) ? descriptor : IntPtr.Zero;

    /// <summary>Replaces the access control list of a file with that of a descriptor, and ends the inheritance.</summary>
    internal static bool SetAcl(string path, IntPtr descriptor) =>
        SetFileSecurityW(WindowsPath.ForCalls(path), Acl | NotInherited, descriptor);

    private static string? TextOf(IntPtr sid)
    {
        if (sid == IntPtr.Zero || !ConvertSidToStringSidW(sid, out var text))
            return null;
        string? read = Marshal.PtrToStringUni(text);
        LocalFree(text);
        return read;
    }

    [DllImport("kernel32", ExactSpelling = true)]
    private static extern IntPtr GetCurrentProcess();

    [DllImport("kernel32", ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CloseHandle(IntPtr handle);

    [DllImport("kernel32", ExactSpelling = true)]
    private static extern IntPtr LocalFree(IntPtr memory);

    [DllImport("advapi32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool OpenProcessToken(IntPtr process, uint access, out IntPtr token);

    [DllImport("advapi32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern unsafe bool GetTokenInformation(IntPtr token, int kind, byte* buffer, int length, out int needed);

    [DllImport("advapi32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertSidToStringSidW(IntPtr sid, out IntPtr text);

    [DllImport("advapi32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern unsafe bool GetFileSecurityW(string path, uint parts, byte* buffer, int length, out int needed);

    [DllImport("advapi32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetFileSecurityW(string path, uint parts, IntPtr descriptor);

    [DllImport("advapi32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern unsafe bool GetSecurityDescriptorOwner(
        byte* descriptor, out IntPtr owner, [MarshalAs(UnmanagedType.Bool)] out bool isDefault);

    [DllImport("advapi32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertStringSecurityDescriptorToSecurityDescriptorW(
        string text, uint revision, out IntPtr descriptor, IntPtr length);
}
