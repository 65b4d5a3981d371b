using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.Queue;

/// <summary>
/// Lets one process at a time change a queue, and keeps the last id: a message that was removed must not give its id to another one.
/// </summary>
internal sealed class QueueLock : IDisposable
{
    private const int MaxDigits = 20;

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly IStoreFile _file;

    private QueueLock(IStoreFile file) => _file = file;

    /// <exception cref="IOException">The file cannot be used, or another process has the lock for too long.</exception>
    internal static QueueLock Enter(IStoreFiles files, string folder)
    {
        string path = Path.Combine(folder, "queue.lock");
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var file = files.Open(path, StoreFileMode.WriteOrCreate);
            while (!file.TryLock())
            {
                if (waited.Elapsed > s_maxWait)
                {
                    file.Dispose();
                    throw new IOException("Another process keeps the queue locked.");
                }
                // Neither system has file locks with a timeout.
                Thread.Sleep(1);
            }
            if (file.IsAt(path))
                return new QueueLock(file);
            file.Dispose();
        }
    }

    /// <summary>The last id; 0 for none, and when the file is damaged: the ids of the messages tell then.</summary>
    internal long LastId
    {
        get
        {
            byte[] bytes = new byte[MaxDigits];
            int length = _file.Read(0, bytes, 0, bytes.Length);
            string text = Encoding.ASCII.GetString(bytes, 0, length).Trim();
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id < long.MaxValue / 2 ? id : 0;
        }

        set
        {
            byte[] bytes = Encoding.ASCII.GetBytes(value.ToString("d10", CultureInfo.InvariantCulture));
            _file.Write(0, bytes, 0, bytes.Length);
            _file.SetLength(bytes.Length);
        }
    }

    public void Dispose() => _file.Dispose();
}
