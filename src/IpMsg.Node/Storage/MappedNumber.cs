using System;
using System.IO;
using System.IO.MemoryMappedFiles;

namespace IpMsg.Node.Storage;

/// <summary>A 64-bit number in a file, mapped into the memory of every process that opens it; those share one and the same word.</summary>
internal sealed unsafe class MappedNumber : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private long* _word;

    /// <summary>Opens the file, or makes it with a zero in it.</summary>
    internal MappedNumber(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < sizeof(long))
            Make(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        // Zero stands for the file's length, which is more than a word only when someone else has written to it.
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, sizeof(long));
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _word = (long*)(start + _view.PointerOffset);
    }

    internal ref long Word => ref *_word;

    public void Dispose()
    {
        if (_word != null)
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _word = null;
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>
    /// Written under another name and moved into place, for two reasons. Whoever opens it finds it whole, so that nobody writes a
    /// second zero over the first number. And its bytes are really on the disk: touching a mapped hole of a full disk kills a process.
    /// </summary>
    private static void Make(string path)
    {
        string draft = path + "." + Guid.NewGuid().ToString("N");
        try
        {
            using (var stream = PrivateFile.Create(draft))
                stream.Write(new byte[sizeof(long)], 0, sizeof(long));
            if (File.Exists(path) && new FileInfo(path).Length < sizeof(long))
                File.Delete(path);
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker; its file is as good.
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
