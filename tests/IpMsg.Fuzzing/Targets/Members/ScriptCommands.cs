using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>Carries out the steps of a script: time, the network and the user. <see cref="PeerCommands"/> has those of the peers.</summary>
internal sealed class ScriptCommands(MemberStage stage)
{
    private const int MaxText = 600;

    private static readonly long[] s_delays =
        [0, 1, 5, 50, 100, 250, 500, 999, 1_000, 2_000, 5_000, 6_001, 10_000, 60_000, 600_001, 3_600_000];

    private readonly PeerCommands _peers = new(stage);
    private readonly MessageCommands _messages = new(stage);

    private Moment Now => stage.Clock.Now;

    internal void Run(in ScriptStep step)
    {
        if (_peers.Run(step))
            return;
        stage.Owner.Commands++;
        string text = TextCodec.Utf8.GetString(step.Payload[..Math.Min(step.Payload.Length, MaxText)]);
        if (!_messages.Run(step.Kind, step.Peer, step.Argument, text))
            Run(step.Kind, step.Peer, step.Argument, text);
    }

    private void Run(char kind, Peer peer, byte argument, string text)
    {
        var to = peer.EndPoint;
        bool isOdd = (argument & 1) != 0;
        switch (kind)
        {
            case 't': stage.Pass(s_delays[argument % s_delays.Length]); break;
            case 'w': stage.Clock.Set = TimeSpan.FromDays(((argument & 7) - 4) * 90); break;
            case 'a': stage.Do(machine => machine.Announce(Now)); break;
            case 'n': stage.Do(machine => machine.Introduce(Now, to)); break;
            case 'f': stage.Do(machine => machine.Refresh(Now)); break;
            case 'i': stage.Do(machine => machine.Ask(Now, new InfoRequest(to, isOdd ? InfoKind.Version : InfoKind.Absence))); break;
            case 'l': stage.Do(machine => machine.FetchHostList(Now, isOdd ? to : null)); break;
            case 'q': stage.Do(machine => machine.Ask(Now, new KeyRequest(to))); break;
            case 'p': stage.Do(machine => machine.SetPresence(Now, isOdd ? text : null, null, (isOdd ? text : "away", text))); break;
            case 'P': stage.Do(machine => machine.SetPresence(Now, null, text, ("", ""))); break;
            case 'j': stage.Do(machine => machine.ForgetKey(Now, peer.User, peer.Host)); break;
            case 'h': Verify(peer, isOdd); break;
            case 'D': stage.Owner.IsDiskFull = isOdd; break;
            case 'C': stage.Owner.CannotEncrypt = isOdd; break;
            case 'A': stage.Do(machine => machine.AcceptsMessages = isOdd); break;
            case 'N': SetNetworks(isOdd); break;
            case 'z': stage.Do(machine => machine.Stop(Now)); break;
        }
    }

    private void Verify(Peer peer, bool isOther) => stage.Do(machine =>
    {
        if (machine.KnownKeyOf(peer.User, peer.Host) is { } known)
            machine.VerifyKey(Now, known, isOther && known.Differing is { } other ? other : known.Key);
    });

    private void SetNetworks(bool isThere) => stage.Do(machine => machine.SetNetworks(
        isThere ? StageSettings.Targets : [], isThere ? StageSettings.Networks : [], StageSettings.Port));
}
