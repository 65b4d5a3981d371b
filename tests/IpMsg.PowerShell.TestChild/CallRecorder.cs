using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace IpMsg.PowerShell.TestChild;

/// <summary>
/// Records which methods of the module are entered, and which of them a message passes through. The tests rewrite a copy of the module so
/// that its methods call this class; a script starts and saves a recording.
/// </summary>
public static class CallRecorder
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly Lock s_lock = new();
    private static readonly List<RecordedCall> s_calls = [];
    private static readonly List<string> s_marks = [];
    private static volatile MarkedMessage? s_message;
    private static int s_recording, s_time;

    [ThreadStatic]
    private static OpenCalls? s_open;

    private static OpenCalls Open => s_open ??= new OpenCalls();

    /// <summary>
    /// Starts to record the path of the message whose text contains the marker, once no other thread works in the module: it could take
    /// over a part of the path.
    /// </summary>
    public static void Start(string marker)
    {
        if (!SpinWait.SpinUntil(() => Open.IsAlone, s_patience))
            throw new TimeoutException("Another thread works in the module all the time.");
        lock (s_lock)
        {
            s_calls.Clear();
            s_marks.Clear();
            s_recording++;
            s_message = new MarkedMessage(marker);
        }
    }

    /// <summary>Writes a line to the console once the calling thread waits inside the module, and no other works there.</summary>
    public static void WriteWhenBlocked(string line)
    {
        var calls = Open;
        new Thread(() =>
        {
            Console.WriteLine(SpinWait.SpinUntil(() => calls.IsBlocked, s_patience) ? line : "The thread does not wait.");
        })
        { IsBackground = true }.Start();
    }

    /// <summary>Ends the recording and writes it to a file.</summary>
    public static void Save(string path)
    {
        lock (s_lock)
        {
            s_message = null;
            File.WriteAllLines(path, s_calls.Select(Line).Concat(s_marks));
        }
    }

    /// <summary>A method is entered. Returns the number of calls open before it.</summary>
    public static int Enter(int method)
    {
        var open = Open;
        int before = open.Count;
        var call = open.Enter(method, Interlocked.Increment(ref s_time));
        if (s_message is not null)
        {
            lock (s_lock)
                Add(call);
        }
        return before;
    }

    /// <summary>A method is about to return, or it catches an exception: whatever it called has ended.</summary>
    public static void EndCallees(int before) => Open.End(before + 1, Interlocked.Increment(ref s_time));

    /// <summary>A method returns.</summary>
    public static void Leave(int before) => Open.End(before, Interlocked.Increment(ref s_time));

    /// <summary>An argument of the method that was entered last, or what comes back from it.</summary>
    public static void Pass(object? value, bool isResult)
    {
        if (s_message?.IsIn(value) == true)
            Pass(isResult);
    }

    /// <summary>The same for bytes.</summary>
    public static void PassBytes(ReadOnlySpan<byte> value, bool isResult)
    {
        if (s_message?.IsIn(value) == true)
            Pass(isResult);
    }

    /// <summary>The same for bytes that the method may write.</summary>
    public static void PassBuffer(Span<byte> value, bool isResult) => PassBytes(value, isResult);

    /// <summary>The same for text.</summary>
    public static void PassText(ReadOnlySpan<char> value, bool isResult)
    {
        if (s_message?.IsIn(value) == true)
            Pass(isResult);
    }

    /// <summary>A constructor returns.</summary>
    public static void Construct(object value)
    {
        s_message?.AddConstructed(value);
        Pass(value, isResult: true);
    }

    /// <summary>A value is put where another thread, or a later call, finds it.</summary>
    public static void Put(object? value)
    {
        if (s_message?.IsIn(value) == true)
            Mark("put");
    }

    /// <summary>The same for a field; objects that are part of the message do not count.</summary>
    public static void PutField(object owner, object? value)
    {
        if (s_message?.IsConstructed(owner) == false)
            Put(value);
    }

    /// <summary>A socket is about to wait for a datagram or a connection.</summary>
    public static void BeginReceive() => Open.IsReceiving = true;

    /// <summary>A socket has returned a datagram or a connection.</summary>
    public static void EndReceive()
    {
        Open.IsReceiving = false;
        Mark("receive");
    }

    /// <summary>A socket is about to wait for a connection.</summary>
    public static void BeginAccept() => Open.IsReceiving = true;

    /// <summary>A socket has returned a connection.</summary>
    public static void EndAccept() => Open.IsReceiving = false;

    /// <summary>A socket is about to take a datagram, a cmdlet writes an object, or a waiting thread is woken.</summary>
    public static void Mark(string kind)
    {
        if (s_message is null)
            return;
        lock (s_lock)
        {
            var call = Add(Open.Last);
            s_marks.Add(string.Create(CultureInfo.InvariantCulture, $"{kind} {call.Index} {Interlocked.Increment(ref s_time)}"));
        }
    }

    private static void Pass(bool isResult)
    {
        lock (s_lock)
        {
            var call = Add(Open.Last);
            int time = Interlocked.Increment(ref s_time);
            if (isResult && call.GaveBack == 0)
                call.GaveBack = time;
            else if (!isResult && call.Given == 0)
                call.Given = time;
        }
    }

    private static RecordedCall Add(RecordedCall call)
    {
        if (call.Recording == s_recording)
            return call;
        if (call.Caller is { } caller)
            Add(caller);
        call.Recording = s_recording;
        call.Index = s_calls.Count;
        s_calls.Add(call);
        return call;
    }

    private static string Line(RecordedCall call) => string.Create(CultureInfo.InvariantCulture,
        $"call {call.Caller?.Index ?? -1} {call.Method} {call.Entered} {call.Left} {call.Given} {call.GaveBack}");
}
