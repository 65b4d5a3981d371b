namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// The codes of emoticons in texts of FeiQ, with a word for each (R112). The words are in ASCII, which consoles of every code page show.
/// </summary>
internal static class FeiQEmoticons
{
    private static readonly (string Code, string Name)[] s_all =
    [
        ("/:)", "smile"), ("/:~", "grimace"), ("/:*", "in love"), ("/:|", "stunned"), ("/8-)", "smug"), ("/:<", "tears"), ("/:$", "shy"),
        ("/:X", "silent"), ("/:Z", "sleepy"), ("/:'(", "crying"), ("/:-|", "awkward"), ("/:@", "angry"), ("/:P", "playful"),
        ("/:D", "grin"), ("/:O", "surprised"), ("/<rotate>", "spinning"), ("/:(", "sad"), ("/:+", "cool"), ("/:lenhan", "cold sweat"),
        ("/:Q", "going mad"), ("/:T", "vomiting"), ("/;P", "snicker"), ("/;-D", "cute"), ("/;d", "rolling eyes"), ("/;o", "arrogant"),
        ("/:g", "hungry"), ("/|-)", "drowsy"), ("/:!", "panic"), ("/:L", "sweat"), ("/:>", "laugh"), ("/;bin", "soldier"),
        ("/:fw", "blowing a kiss"), ("/;fd", "striving"), ("/:-S", "cursing"), ("/;?", "question"), ("/;x", "hush"), ("/;@", "dizzy"),
        ("/:8", "tormented"), ("/;!", "bad luck"), ("/!!!", "skull"), ("/:xx", "hammer"), ("/:bye", "goodbye"),
        ("/:csweat", "wiping sweat"), ("/:knose", "picking nose"), ("/:applause", "applause"), ("/:cdale", "embarrassed"),
        ("/:huaixiao", "evil grin"), ("/:shake", "shivering"), ("/:lhenhen", "hmph left"), ("/:rhenhen", "hmph right"),
        ("/:yawn", "yawn"), ("/:snooty", "contempt"), ("/:chagrin", "wronged"), ("/:kcry", "nearly crying"), ("/:yinxian", "sly"),
        ("/:qinqin", "kiss"), ("/:xiaren", "scared"), ("/:kelin", "pitiful"), ("/:caidao", "cleaver"), ("/:xig", "watermelon"),
        ("/:bj", "beer"), ("/:basketball", "basketball"), ("/:pingpong", "ping-pong"), ("/:jump", "jumping"), ("/:coffee", "coffee"),
        ("/:eat", "eating"), ("/:pig", "pig"), ("/:rose", "rose"), ("/:fade", "wilted"), ("/:kiss", "lips"), ("/:heart", "heart"),
        ("/:break", "broken heart"), ("/:cake", "cake"), ("/:shd", "lightning"), ("/:bomb", "bomb"), ("/:dao", "dagger"),
        ("/:footb", "football"), ("/:piaocon", "ladybird"), ("/:shit", "poop"), ("/:oh", "sulking"), ("/:moon", "moon"), ("/:sun", "sun"),
        ("/;gift", "gift"), ("/:hug", "hug"), ("/:strong", "thumbs up"), ("/;weak", "thumbs down"), ("/:share", "handshake"),
        ("/:shl", "victory"), ("/:baoquan", "salute"), ("/:cajole", "come here"), ("/:quantou", "fist"), ("/:chajin", "little finger"),
        ("/:aini", "love you"), ("/:sayno", "no"), ("/:sayok", "OK"), ("/:love", "love"),
    ];

    /// <summary>The emoticon at that place of a text, the one with the longest code; null when there is none.</summary>
    internal static (string Code, string Name)? Find(string text, int at)
    {
        if (text[at] != '/')
            return null;
        (string Code, string Name)? found = null;
        foreach (var each in s_all)
        {
            if (string.CompareOrdinal(text, at, each.Code, 0, each.Code.Length) == 0
                && (found is null || each.Code.Length > found.Value.Code.Length))
                found = each;
        }
        return found;
    }
}
