using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading.Tasks;

namespace IpMsg.Shell.Running;

/// <summary>Redirected standard input as the pipeline input of a script.</summary>
internal static class StandardInput
{
    /// <summary>
    /// The lines, if the script asks for them. A script that does not must neither wait for an input that may never
    /// end nor take from the one who started it what was meant for the next command.
    /// </summary>
    public static PSDataCollection<object>? For(ScriptBlockAst? script) =>
        Console.IsInputRedirected && script is not null && Wants(script) ? Lines() : null;

    private static bool Wants(ScriptBlockAst script) =>
        script.BeginBlock is not null
        || script.ProcessBlock is not null
        || script.FindAll(node => node is VariableExpressionAst { VariablePath.UserPath: var name } && IsInput(name), searchNestedScriptBlocks: true).Any();

    private static bool IsInput(string name) => name.Equals("input", StringComparison.OrdinalIgnoreCase);

    private static PSDataCollection<object> Lines()
    {
        // A block that begins works while lines still come.
        var lines = new PSDataCollection<object>();
        Task.Run(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                lines.Add(line);
            }

            lines.Complete();
        });
        return lines;
    }
}
