using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpMsg.Testing;

/// <summary>The dialogues of real clients in <c>tests/vectors</c>. Each file's header tells its origin and the form of a record.</summary>
public static class RecordedDialogue
{
    /// <summary>The author's Windows client, code page 932.</summary>
    public const string Reference = "reference-client-4.99.txt";

    /// <summary>iptux, UTF-8 without a flag.</summary>
    public const string Iptux = "iptux-0.10.txt";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "vectors");

    /// <summary>Every record of every dialogue.</summary>
    public static IReadOnlyList<RecordedPayload> All { get; } = [.. Read(Reference), .. Read(Iptux)];

    /// <summary>The records that are packets.</summary>
    public static IEnumerable<RecordedPayload> Packets => All.Where(record => record.IsPacket);

    /// <summary>The record on a line of a file.</summary>
    public static RecordedPayload At(string file, int line) => All.Single(record => record.File == file && record.Line == line);

    /// <summary>The records of one file, in the order in which they were sent.</summary>
    public static IReadOnlyList<RecordedPayload> Read(string file)
    {
        var records = new List<RecordedPayload>();
        string comment = "";
        int number = 0;
        foreach (string line in File.ReadLines(Path.Combine(s_folder, file)))
        {
            number++;
            if (line.StartsWith('#'))
                comment = line;
            else if (line.Length > 0)
                records.Add(Record(file, number, comment, line));
        }
        return records;
    }

    private static RecordedPayload Record(string file, int line, string comment, string text)
    {
        string[] fields = text.Split(' ');
        string introduction = $"# {fields[1]} -> {fields[2]}: ";
        if (fields.Length != 4 || !comment.StartsWith(introduction, StringComparison.Ordinal))
            throw new InvalidDataException($"{file}({line}) is no record with its comment above it.");
        return new RecordedPayload(file, line, fields[0], fields[1], fields[2], comment[introduction.Length..],
            Convert.FromHexString(fields[3]));
    }
}
