using IpMsg.Node.Interop;
using Xunit;
using Signal = IpMsg.Node.Interop.PosixSignals.Signal;

namespace IpMsg.Node.Tests.Interop;

/// <summary>
/// Which signals end the process. On Windows they are console events, which neither wine nor a test can send: .NET reports CTRL_CLOSE_EVENT
/// as SIGHUP, CTRL_SHUTDOWN_EVENT as SIGTERM, CTRL_C_EVENT as SIGINT and CTRL_BREAK_EVENT as SIGQUIT.
/// </summary>
public sealed class ProcessEndingsTests
{
    [Theory]
    [InlineData(nameof(Signal.Hangup))]
    [InlineData(nameof(Signal.Termination))]
    public void A_closed_console_and_a_shutdown_end_every_process(string name)
    {
        foreach (bool handlesConsoleEvents in (bool[])[false, true])
        {
            foreach (int? handlers in (int?[])[null, 0, 1, 2])
                Assert.True(ProcessEndings.Ends(Parse(name), handlesConsoleEvents, handlers));
        }
    }

    [Theory]
    [InlineData(nameof(Signal.Interrupt))]
    [InlineData(nameof(Signal.Quit))]
    public void Control_C_and_Control_Break_end_a_process_where_nobody_else_handles_them(string name)
    {
        Assert.True(ProcessEndings.Ends(Parse(name), handlesConsoleEvents: false, 1));
        // A host that handles them: pwsh on Unix, or a program with a handler of its own.
        Assert.False(ProcessEndings.Ends(Parse(name), handlesConsoleEvents: false, 2));
        // pwsh and powershell on Windows, whose handler .NET does not know.
        Assert.False(ProcessEndings.Ends(Parse(name), handlesConsoleEvents: true, 1));
        // .NET Framework and Mono do not tell. A member that stays is better than one that leaves by mistake.
        Assert.False(ProcessEndings.Ends(Parse(name), handlesConsoleEvents: false, null));
    }

    [Fact]
    public void The_runtime_tells_the_number_of_handlers()
    {
        int before = PosixSignals.CountHandlers(Signal.Quit)!.Value;
        using (PosixSignals.TryRegister(Signal.Quit, static () => { }))
            Assert.Equal(before + 1, PosixSignals.CountHandlers(Signal.Quit));
        Assert.Equal(before, PosixSignals.CountHandlers(Signal.Quit));
    }

    private static Signal Parse(string name) => System.Enum.Parse<Signal>(name);
}
