using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Asks contacts for an answer at their fixed addresses, each once in a search, and tells how long answers may take.</summary>
internal sealed class ContactQuestions(MemberNode node, CancellationToken stop)
{
    // What an entry and its answer take in addition to the delay of the answer (R22).
    private const int NetworkMs = 600;

    private static readonly TimeSpan s_lookupTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, TimeSpan> _askedUntil = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sends an entry to the fixed addresses of contacts that are not present.</summary>
    internal void Ask(IEnumerable<Contact> contacts)
    {
        var absent = contacts.Where(each => !_askedUntil.ContainsKey(each.Name) && each.HasIdentity
            && node.Contacts.MembersOf(each).Count == 0).ToList();
        node.Contacts.LookUpHosts(absent).Wait((int)s_lookupTimeout.TotalMilliseconds, stop);
        foreach (var contact in absent)
        {
            var places = node.Contacts.PlacesOf(contact);
            foreach (var place in places)
                node.Members.Introduce(place);
            _askedUntil[contact.Name] = places.Count == 0 ? TimeSpan.Zero
                : MemberNode.Now.Elapsed + TimeSpan.FromMilliseconds(EntryReplyQueue.MaxDelayMs(node.Members.Count) + NetworkMs);
        }
    }

    /// <summary>How long an answer of the contact may take; zero or less when none is expected.</summary>
    internal TimeSpan Wait(Contact contact)
    {
        Ask([contact]);
        return _askedUntil.TryGetValue(contact.Name, out var until) ? until - MemberNode.Now.Elapsed : TimeSpan.Zero;
    }
}
