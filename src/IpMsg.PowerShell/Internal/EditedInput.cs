using System;
using System.Reflection;

namespace IpMsg.PowerShell.Internal;

/// <summary>Where the input of PSReadLine is on the screen. Rows count from the top of the console's buffer.</summary>
/// <param name="PromptTop">The first row of the prompt.</param>
/// <param name="Top">The first row of the input, where the prompt ends.</param>
/// <param name="Bottom">The last row of the input.</param>
/// <param name="CursorLeft">The column of the cursor.</param>
/// <param name="CursorTop">The row of the cursor.</param>
internal sealed record EditedInput(int PromptTop, int Top, int Bottom, int CursorLeft, int CursorTop)
{
    /// <summary>Asks the editor by moving its cursor, which leaves the cursor of the console where .NET knows it.</summary>
    /// <param name="editor">The class PSConsoleReadLine, which is waiting for a key.</param>
    internal static EditedInput Find(Type editor)
    {
        int left = Console.CursorLeft, cursor = Console.CursorTop;
        object?[] state = ["", 0];
        Method(editor, "GetBufferState", typeof(string).MakeByRefType(), typeof(int).MakeByRefType()).Invoke(null, state);
        var moveTo = Method(editor, "SetCursorPosition", typeof(int));
        moveTo.Invoke(null, [0]);
        int top = Console.CursorTop;
        moveTo.Invoke(null, [((string)state[0]!).Length]);
        int bottom = Console.CursorTop;
        moveTo.Invoke(null, [state[1]]);
        return new EditedInput(top - ExtraPromptLines(editor), top, bottom, left, cursor);
    }

    private static int ExtraPromptLines(Type editor)
    {
        object? options = Method(editor, "GetOptions").Invoke(null, null);
        return options?.GetType().GetProperty("ExtraPromptLineCount")?.GetValue(options) is int lines ? lines : 0;
    }

    private static MethodInfo Method(Type editor, string name, params Type[] parameters) =>
        editor.GetMethod(name, BindingFlags.Public | BindingFlags.Static, null, parameters, null)
        ?? throw new MissingMethodException(editor.FullName, name);
}
