using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using Xunit;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>A script that is running while the test goes on.</summary>
internal sealed class PsTask : IDisposable
{
    private readonly System.Management.Automation.PowerShell _shell;
    private readonly IAsyncResult _running;

    internal PsTask(System.Management.Automation.PowerShell shell)
    {
        _shell = shell;
        _running = shell.BeginInvoke<object, PSObject>(null, Output);
    }

    /// <summary>What has come out so far.</summary>
    internal PSDataCollection<PSObject> Output { get; } = [];

    /// <summary>What it has shown of its progress so far.</summary>
    internal PSDataCollection<ProgressRecord> Progress => _shell.Streams.Progress;

    /// <summary>Its warnings so far.</summary>
    internal IReadOnlyList<string> Warnings => [.. _shell.Streams.Warning.Select(each => each.Message)];

    /// <summary>The number of its errors so far.</summary>
    internal int Errors => _shell.Streams.Error.Count;

    internal bool IsRunning => !_running.IsCompleted;

    /// <summary>The same as Ctrl+C; returns, with the time it took, when the pipeline has ended.</summary>
    internal TimeSpan Stop()
    {
        var watch = Stopwatch.StartNew();
        _shell.Stop();
        return watch.Elapsed;
    }

    /// <summary>Waits for the end and gives all that came out; throws what ended it.</summary>
    internal IReadOnlyList<T> End<T>()
    {
        AwaitEnd();
        _shell.EndInvoke(_running);
        return [.. Output.Select(each => (T)each.BaseObject)];
    }

    /// <summary>Waits for the end and gives its errors, with the terminating one.</summary>
    internal IReadOnlyList<ErrorRecord> EndWithErrors()
    {
        AwaitEnd();
        var errors = new List<ErrorRecord>();
        try
        {
            _shell.EndInvoke(_running);
        }
        catch (RuntimeException terminating)
        {
            errors.Add(terminating.ErrorRecord);
        }
        return [.. _shell.Streams.Error, .. errors];
    }

    public void Dispose()
    {
        if (IsRunning)
            _shell.Stop();
        _shell.Dispose();
    }

    private void AwaitEnd() => Assert.True(_running.AsyncWaitHandle.WaitOne(Eventually.MaxWait), "The script does not end.");
}
