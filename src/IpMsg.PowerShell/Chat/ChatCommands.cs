using System.Collections.Generic;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Chat;

/// <summary>Carries out lines of the user: texts go to the partner, and commands start with a slash.</summary>
/// <param name="session">The conversation.</param>
/// <param name="listener">The listener.</param>
/// <param name="screen">The screen.</param>
/// <param name="paths">The paths of the user.</param>
internal sealed class ChatCommands(ChatSession session, IpMsgListener listener, ChatScreen screen, ChatPaths paths)
{
    private const int MaxMembers = 50, MaxNamed = 5;

    internal void Carry(string line)
    {
        if (line.Trim().Length == 0)
            return;
        var input = ChatInput.Read(line);
        try
        {
            Carry(input);
        }
        catch (IpMsgException problem)
        {
            screen.Notice(problem.Message + (problem.Advice is { } advice ? " " + advice : ""));
        }
    }

    /// <summary>Shows who is there, and whose messages wait.</summary>
    internal void ShowMembers()
    {
        var members = listener.Node.Members.GetAll().OrderBy(static each => each.NickName).ToList();
        screen.Notice(members.Count == 0 ? "Nobody is known yet; /who shows who has answered." : "/to <name> begins. Present:");
        foreach (var member in members.Take(MaxMembers))
            screen.Notice("  " + Describe(member));
        if (members.Count > MaxMembers)
            screen.Notice("  and " + (members.Count - MaxMembers) + " more");
        var waiting = listener.Node.Inbox.GetWaiting().GroupBy(each => new IpMsgSender(each).ToString()).ToList();
        if (waiting.Count > 0)
        {
            var senders = waiting.Take(MaxNamed).Select(static each => each.Key + " (" + each.Count() + ")");
            screen.Notice("Messages wait from " + string.Join(", ", senders) + (waiting.Count > MaxNamed ? ", ..." : ""));
        }
    }

    /// <summary>Who the partner is.</summary>
    internal static IEnumerable<string> Describe(ChatPartner partner)
    {
        if (partner.Absence is { } absence)
            return [absence.Message + (absence.Advice is { } advice ? " " + advice : "")];
        return partner.Known.Count == 0
            ? ["Talking with the contacts of " + partner.Name + "."]
            : ["Talking with " + string.Join(", ", partner.Known.Take(MaxMembers).Select(static each => each.ToString()))
                + (partner.Known.Count > MaxMembers ? ", ..." : "") + "."];
    }

    private void Carry(ChatInput input)
    {
        switch (input.Command)
        {
            case null: Send(input.Text, isSealed: false); break;
            case "seal": Send(input.Text, isSealed: true); break;
            case "file": Offer(input.Text); break;
            case "to": TalkWith(input.Text); break;
            case "who": ShowMembers(); break;
            case "open": Open(input.Text); break;
            case "save": Save(input.Text); break;
            case "again": SendAgain(); break;
            case "away": SetAway(input.Text); break;
            case "back": SetPresent(); break;
            case "help": screen.Notices(ChatCommand.Help()); break;
            case "exit": case "quit": session.Leave(); break;
            default:
                screen.Notice("There is no command /" + input.Command + "; /help lists them. //" + input.Command + " is sent as a text.");
                break;
        }
    }

    private void Send(string text, bool isSealed)
    {
        if (Recipients() is not { } to)
            return;
        if (text.Trim().Length == 0)
        {
            screen.Notice("Give the text: /seal <text>");
            return;
        }
        screen.Own((isSealed ? "(sealed) " : "") + text);
        session.Outgoing.Send(to, text, isSealed);
    }

    private void Offer(string argument)
    {
        var (path, text) = ChatInput.Divide(argument);
        if (path.Length == 0)
            screen.Notice("Give the path: /file <path> [text]. A path with spaces is in quotes.");
        else if (paths.Find(path) is not { } file)
            screen.Notice("There is no file or folder '" + path + "'.");
        else if (Recipients() is { } to)
        {
            screen.Own("[" + file.Name + "]" + (text.Length > 0 ? " " + text : ""));
            session.Outgoing.Send(to, text, file: file);
        }
    }

    private object[]? Recipients()
    {
        if (session.Partner is { } partner)
        {
            object[] to = partner.Recipients(out var newcomers);
            // Anybody can announce the group.
            screen.Notices(newcomers.Select(static each => "Now in the group: " + each));
            return to;
        }
        screen.Notice("Nobody is chosen: /to <name>");
        return null;
    }

    private void TalkWith(string name)
    {
        if (name.Length == 0)
            screen.Notice("Give the name: /to <name>");
        else
            session.TalkWith(name);
    }

    private void Open(string argument)
    {
        if (Number(argument, out int? number) && session.Incoming.Items.Find<IpMsgMessage>(number) is { } message)
            session.Incoming.Open(message);
        else
            screen.Notice("There is no sealed message" + (argument.Length == 0 ? " to open." : " with the number " + argument + "."));
    }

    private void Save(string argument)
    {
        var (word, rest) = ChatInput.Divide(argument);
        string folder = rest;
        // Without a number, the argument is a folder.
        if (!Number(word, out int? number))
            folder = ChatInput.Divide(argument).Word;
        else if (rest.Length > 0)
            folder = ChatInput.Divide(rest).Word;
        if (session.Incoming.Items.Find<IpMsgAttachment>(number) is not { } file)
            screen.Notice(number is null ? "No file was offered." : "No file has the number " + number + ".");
        else if (paths.Resolve(folder.Length == 0 ? "." : folder) is not { } full || !System.IO.Directory.Exists(full))
            screen.Notice("There is no folder '" + folder + "'.");
        else
            session.Outgoing.Save(file, full);
    }

    private void SendAgain()
    {
        if (session.Outgoing.SendAgain() == 0)
            screen.Notice("Nothing is unconfirmed.");
    }

    private void SetAway(string text)
    {
        listener.Node.Members.SetPresence(null, null, ("away", text));
        screen.Notice("You are away" + (text.Length > 0 ? ": " + text : "") + ". /back ends it.");
    }

    private void SetPresent()
    {
        listener.Node.Members.SetPresence(null, null, ("", ""));
        screen.Notice("You are back.");
    }

    // True without a number.
    private static bool Number(string text, out int? number)
    {
        number = int.TryParse(text.TrimStart('#'), out int given) ? given : null;
        return number is not null || text.Length == 0;
    }

    private static string Describe(Member member) =>
        ViewText.Line(member.NickName) + (member.GroupName.Length > 0 ? " (" + ViewText.Line(member.GroupName) + ")" : "") + " "
        + ViewText.Line(FingerprintName.Bare(member.UserName) + "@" + member.HostName) + " " + member.EndPoint
        + (member.IsAbsent ? " [" + ViewText.Line(member.AbsenceTitle) + "]" : "");
}
