using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>The library behind Blowfish and RC2 is large, and most never need it.</summary>
public class LegacyCipherTests
{
    [Fact]
    [Rule(64)]
    public void R64_the_library_for_old_clients_is_loaded_when_one_is_met_and_not_before()
    {
        // In a context of its own, since in this process other tests have met old clients long ago.
        var context = new OwnContext();
        Type there = context.LoadFromAssemblyPath(typeof(LegacyCipherTests).Assembly.Location)
            .GetType(typeof(LegacyCipherTests).FullName!)!;
        MethodInfo meet = there.GetMethod(nameof(Meet), BindingFlags.NonPublic | BindingFlags.Static)!;
        meet.Invoke(null, [0x41900004u]);
        meet.Invoke(null, [0x20900004u]);
        Assert.Contains("IpMsg.Protocol", context.Loaded);
        Assert.DoesNotContain("BouncyCastle.Cryptography", context.Loaded);
        meet.Invoke(null, [0x01820002u]);
        Assert.Contains("BouncyCastle.Cryptography", context.Loaded);
    }

    private static void Meet(uint flags)
    {
        SuiteSelection.Choose(TestKeys.OfBob.Capabilities, (Capabilities)flags, allowsWeak: true);
        Assert.Equal("Hello\0", Envelopes.Text(Envelopes.Decrypt(Envelopes.Encrypted(flags, Envelopes.Hello))));
    }

    private sealed class OwnContext : AssemblyLoadContext
    {
        internal IEnumerable<string?> Loaded => Assemblies.Select(assembly => assembly.GetName().Name);

        protected override Assembly? Load(AssemblyName name)
        {
            string path = Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
            return name.Name is "IpMsg.Protocol" or "IpMsg.Testing" or "BouncyCastle.Cryptography" ? LoadFromAssemblyPath(path) : null;
        }
    }
}
