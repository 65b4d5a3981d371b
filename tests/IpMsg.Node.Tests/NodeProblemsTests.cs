using System;
using System.Collections.Generic;
using Xunit;

namespace IpMsg.Node.Tests;

public sealed class NodeProblemsTests
{
    private readonly NodeProblems _problems = new();
    private readonly List<string> _changes = [];

    public NodeProblemsTests() => _problems.Changed += (part, problem) => _changes.Add(part + " " + problem?.Reason.Message);

    [Fact]
    public void A_problem_lasts_from_its_first_report_to_its_end_and_tells_the_last_reason()
    {
        _problems.Report(NodePart.Log, this, new InvalidOperationException("first"));
        var since = _problems.Find(NodePart.Log)!.Since;
        _problems.Report(NodePart.Log, this, new InvalidOperationException("second"));
        Assert.Equal(since, _problems.Find(NodePart.Log)!.Since);
        Assert.Equal("second", _problems.Find(NodePart.Log)!.Reason.Message);
        _problems.Report(NodePart.Log, this, null);
        _problems.Report(NodePart.Log, this, null);
        Assert.Null(_problems.Find(NodePart.Log));
        Assert.Equal(["Log first", "Log "], _changes);
        Assert.Equal(1, _problems.Count);
    }

    [Fact]
    public void A_part_with_two_sources_works_when_both_do()
    {
        object one = new(), two = new();
        _problems.Report(NodePart.Udp, one, new InvalidOperationException("1"));
        _problems.Report(NodePart.Udp, two, new InvalidOperationException("2"));
        Assert.Single(_problems.Current);
        _problems.Report(NodePart.Udp, one, null);
        Assert.Equal("2", Assert.Single(_problems.Current).Reason.Message);
        _problems.Report(NodePart.Udp, two, null);
        Assert.Empty(_problems.Current);
    }

    [Fact]
    public void A_problem_is_one_harmless_line()
    {
        _problems.Report(NodePart.Tcp, this, new InvalidOperationException("no\n\u001bhandles"));
        Assert.Matches("^Tcp since [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}: no.*handles$", _problems.Current[0].ToString());
        Assert.DoesNotContain('\u001b', _problems.Current[0].ToString());
    }
}
