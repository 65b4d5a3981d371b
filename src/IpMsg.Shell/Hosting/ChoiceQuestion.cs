using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation.Host;

namespace IpMsg.Shell.Hosting;

/// <summary>Asks for one of several choices, or for several of them: what -Confirm shows.</summary>
internal sealed class ChoiceQuestion
{
    private readonly PSHostUserInterface _ui;
    private readonly (string Key, string Label, string Help)[] _choices;
    private readonly int[] _defaults;

    public ChoiceQuestion(PSHostUserInterface ui, IEnumerable<ChoiceDescription> choices, IEnumerable<int> defaults)
    {
        _ui = ui;
        _choices = [.. choices.Select(Split)];
        _defaults = [.. defaults.Where(d => d >= 0)];
    }

    /// <summary>The one choice of the user, or the default.</summary>
    public int AskOne(string caption, string message)
    {
        Introduce(caption, message);
        while (true)
        {
            _ui.Write(Menu(": "));
            var answer = _ui.ReadLine().Trim();
            if (answer == "?")
            {
                Explain();
            }
            else if (answer.Length == 0 && _defaults.Length > 0)
            {
                return _defaults[0];
            }
            else if (Find(answer) is var found and >= 0)
            {
                return found;
            }
        }
    }

    /// <summary>Every choice until an empty answer; the defaults if the first is empty.</summary>
    public Collection<int> AskSeveral(string caption, string message)
    {
        Introduce(caption, message);
        _ui.WriteLine(Menu(""));
        var chosen = new Collection<int>();
        while (true)
        {
            _ui.Write($"Choice[{chosen.Count}]: ");
            var answer = _ui.ReadLine().Trim();
            if (answer == "?")
            {
                Explain();
            }
            else if (answer.Length == 0)
            {
                return chosen.Count > 0 ? chosen : new Collection<int>([.. _defaults]);
            }
            else if (Find(answer) is var found and >= 0 && !chosen.Contains(found))
            {
                chosen.Add(found);
            }
        }
    }

    private void Introduce(string caption, string message)
    {
        _ui.WriteLine();
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            _ui.WriteLine(line);
        }
    }

    private string Menu(string ending)
    {
        var choices = string.Concat(_choices.Select(c => $"[{c.Key}] {c.Label}  "));
        var defaults = string.Join(", ", _defaults.Select(d => $"\"{_choices[d].Key}\""));
        return $"{choices}[?] Help{(defaults.Length == 0 ? "" : $" (default is {defaults})")}{ending}";
    }

    private void Explain()
    {
        foreach (var choice in _choices)
        {
            _ui.WriteLine($"{choice.Key} - {choice.Help}");
        }
    }

    private int Find(string answer) => Array.FindIndex(_choices, c =>
        answer.Equals(c.Key, StringComparison.CurrentCultureIgnoreCase)
        || answer.Equals(c.Label, StringComparison.CurrentCultureIgnoreCase));

    /// <summary>In a label an ampersand stands before the letter that is its key.</summary>
    private static (string Key, string Label, string Help) Split(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        var label = mark < 0 ? choice.Label : choice.Label.Remove(mark, 1);
        var key = mark >= 0 && mark < label.Length ? char.ToUpperInvariant(label[mark]).ToString() : label;
        return (key, label, string.IsNullOrEmpty(choice.HelpMessage) ? label : choice.HelpMessage);
    }
}
