using IpMsg.Protocol.Members.Places;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Broadcasts IPMSG_BR_EXIT twice, 100 ms apart and without IPMSG_NOOPERATION (R29), signed with the own key (R125). A member without a key
/// of 2,048 bits does not sign.
/// </summary>
internal sealed class ExitAnnouncer(MemberContext context, Announcer announcer) : ProtocolTimer
{
    // A signature takes milliseconds. A busy machine does not keep the member from leaving.
    private const int RepeatMs = 100;

    private uint _number;
    private byte[] _proof = [];
    private bool _isRepetition;

    internal void Leave()
    {
        announcer.Cancel();
        _number = context.NextNumber();
        if (context.Settings.Keys?.Usual is null)
        {
            OnExpired();
            return;
        }
        context.SetTimer(this, RepeatMs);
        Sign();
    }

    internal override void OnExpired()
    {
        var encoding = announcer.ExitEncoding;
        foreach (var to in announcer.ExitTargets)
            context.PacketSender.SendExit(to, _number, encoding, _proof);
        if (_isRepetition)
            context.Outputs.Raise(new ExitSent());
        else
            context.SetTimer(this, RepeatMs);
        _isRepetition = true;
    }

    private void Sign()
    {
        var settings = context.Settings;
        long time = context.Now.Wall.ToUnixTimeSeconds();
        byte[] statement = SignedStatement.OfExit(_number, time, context.Port, (settings.UserName, settings.HostName));
        context.Outputs.Raise(new SignatureRequested(SignatureJob.ToMake(statement, signature =>
        {
            if (signature is not null)
                _proof = SignedLines.OfExit(time, signature);
            if (!_isRepetition)
                OnExpired();
        })));
    }
}
