namespace IpMsg.Node;

/// <summary>A part of a listener that can stop working while the others work.</summary>
public enum NodePart
{
    /// <summary>Receiving datagrams: entries, messages, confirmations.</summary>
    Udp,
    /// <summary>Accepting connections. Without it, members cannot download offered files.</summary>
    Tcp,
    /// <summary>The message log. Without a store, messages that cannot be logged are not confirmed.</summary>
    Log,
    /// <summary>The message store. Messages that cannot be stored are not confirmed.</summary>
    Store,
    /// <summary>Sending datagrams: no network is there, or the system takes none.</summary>
    Network,
    /// <summary>
    /// Saving the list of a member master, or the version that a user of it has. Without it, the next process of the master begins with an
    /// empty list, and the next one of the user may take an older list.
    /// </summary>
    MasterList,
    /// <summary>Reading the contact files. The contacts of a file that could be read before stay.</summary>
    Contacts,
    /// <summary>Messages that wait for their recipients. What cannot be written to the disk is not sent.</summary>
    Queue,
}
