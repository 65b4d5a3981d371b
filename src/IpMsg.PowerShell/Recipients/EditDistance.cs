using System;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// The distance of two texts: the number of characters to insert, remove, replace or exchange with their neighbour. Case does not count.
/// </summary>
internal static class EditDistance
{
    /// <returns>The distance, or <paramref name="max"/> + 1 for every larger one.</returns>
    internal static int Of(string left, string right, int max)
    {
        if (Math.Abs(left.Length - right.Length) > max)
            return max + 1;
        (left, right) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var (beforeLast, last) = (new int[right.Length + 1], new int[right.Length + 1]);
        for (int j = 0; j <= right.Length; j++)
            last[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            if (least > max)
                return max + 1;
            (beforeLast, last) = (last, row);
        }
        return Math.Min(last[right.Length], max + 1);
    }
}
