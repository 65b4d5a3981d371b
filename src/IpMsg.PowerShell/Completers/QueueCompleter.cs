using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.Node.Storage.Queue;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes an argument from the queue on the disk. What goes wrong there leads to no completion and to no error.</summary>
internal abstract class QueueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            // A relative folder needs the location, which the busy runspace does not tell.
            string? path = fakeBoundParameters["DataPath"]?.ToString();
            if (path is not null && !Path.IsPathRooted(path))
                return [];
            var store = QueueDefaults.Open(path, fakeBoundParameters["UserName"]?.ToString());
            var messages = new List<QueuedMessage>();
            foreach (long id in store.Ids())
            {
                if (TryFind(store, id) is { } message)
                    messages.Add(message);
            }
            return Complete(messages, wordToComplete).ToList();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or IpMsgException)
        {
            return [];
        }
    }

    /// <summary>The completions, in the order in which they are shown.</summary>
    protected abstract IEnumerable<CompletionResult> Complete(IReadOnlyList<QueuedMessage> messages, string word);

    private static QueuedMessage? TryFind(QueueStore store, long id)
    {
        try
        {
            return store.Find(id);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

/// <summary>Completes ids of queued messages.</summary>
internal sealed class QueueIdCompleter : QueueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IReadOnlyList<QueuedMessage> messages, string word) =>
        from message in messages
        let id = message.Id.ToString(CultureInfo.InvariantCulture)
        where id.StartsWith(word, StringComparison.Ordinal)
        select new CompletionResult(id, SafeText.Line(id + " " + message.To.Name), CompletionResultType.ParameterValue,
            SafeText.Line(message.To + ": " + (message.Text ?? "(sealed)")));
}

/// <summary>Completes recipients of queued messages.</summary>
internal sealed class QueueRecipientCompleter : QueueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IReadOnlyList<QueuedMessage> messages, string word) =>
        from message in messages
        group message by message.To.Name into recipient
        where Completions.Begins(recipient.Key, word)
        select Completions.Of(recipient.Key, recipient.Key, recipient.First().To + ": " + recipient.Count() + " waiting");
}
