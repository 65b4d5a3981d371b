using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the encodings that IP Messenger clients use.</summary>
internal sealed class EncodingCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Use)[] s_encodings =
    [
        ("shift_jis", "Japanese clients"),
        ("gb18030", "Chinese clients, simplified characters"),
        ("big5", "Chinese clients, traditional characters"),
        ("ks_c_5601-1987", "Korean clients"),
        ("windows-1252", "Western European clients"),
        ("utf-8", "Linux clients"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from encoding in s_encodings
        where Completions.Begins(encoding.Name, wordToComplete)
        select Completions.Of(encoding.Name, encoding.Name, encoding.Use);
}
