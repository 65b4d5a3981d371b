using System;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

/// <summary>
/// .NET runs this before Main, in every process of the lane (DOTNET_STARTUP_HOOKS). Wine 8 keeps a list of exception handlers in the
/// thread's block (TEB), which Windows does not have on x64. .NET 10 leaves a handler without a call of RtlUnwind, so wine's entry stays
/// in the list when its stack frame is gone, and the next exception that crosses native code ends the process. This removes such entries.
/// </summary>
internal static unsafe class StartupHook
{
    private const uint MemCommitAndReserve = 0x3000;
    private const uint PageExecuteReadWrite = 0x40;

    // mov rax, gs:[0x30]; ret
    private static readonly byte[] s_code = [0x65, 0x48, 0x8B, 0x04, 0x25, 0x30, 0x00, 0x00, 0x00, 0xC3];

    private static delegate* unmanaged<nuint*> s_threadBlock;

    public static void Initialize()
    {
        if (!NativeLibrary.TryGetExport(NativeLibrary.Load("ntdll.dll"), "wine_get_version", out _))
            return;
        nint memory = VirtualAlloc(0, (nuint)s_code.Length, MemCommitAndReserve, PageExecuteReadWrite);
        Marshal.Copy(s_code, 0, memory, s_code.Length);
        s_threadBlock = (delegate* unmanaged<nuint*>)memory;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => ChooseRsa(loaded.LoadedAssembly);
        AppDomain.CurrentDomain.FirstChanceException += (_, _) => EmptyList();
    }

    // The end of the list. Entries whose stack frame still exists are left out as well: wine uses them only for an exception within an
    // exception handler, and restores the list when that handler returns.
    private static void EmptyList() => *s_threadBlock() = nuint.MaxValue;

    // The default class needs key properties that wine's CNG lacks. This one is what Windows PowerShell 5.1 gets.
    private static void ChooseRsa(Assembly loaded) => loaded.GetType("IpMsg.Protocol.Encryption.PlatformRsa")
        ?.GetProperty("Create", BindingFlags.NonPublic | BindingFlags.Static)!
        .SetValue(null, (Func<RSA>)(() => new RSACryptoServiceProvider()));

    [DllImport("kernel32")]
    private static extern nint VirtualAlloc(nint address, nuint size, uint type, uint protection);
}
