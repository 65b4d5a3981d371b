using System.Collections.Generic;
using System.Linq;

namespace IpMsg.Testing;

/// <summary>Good datagrams of every command, as a start for damaging them.</summary>
public static class ExampleDatagrams
{
    // In the order of the commands; those of the dialects at the end.
    private static readonly string[] s_handMade =
    [
        @"1:1700000000:alice:ALICE-PC:224657408:Alice\0Dev\0\nUN:alice\nHN:ALICE-PC\nNN:Alice\nGN:Dev",
        @"1:1700000000:alice-<5256214c8110453c>:ALICE-PC:224657409:Alice\0Dev\0\n"
            + @"UN:alice-<5256214c8110453c>\nHN:ALICE-PC\nNN:Alice\nGN:Dev\nVS:00010002:4:99:103",
        @"1:1700000000:alice:ALICE-PC:224657409:Alice\0\nUN:alice\nNN:\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88\n",
        @"1:1700000001:alice:ALICE-PC:224657410:Alice\0Dev\0\nUN:alice\nHN:ALICE-PC\nNN:Alice\nGN:Dev",
        @"1:1700000002:bob:BOB-PC:233046019:Bob[\xe4\xb8\x8d\xe5\x9c\xa8]\0Dev\0\nVS:00010002:4:99:103",
        @"1:1700000003:bob:BOB-PC:224657668:Bob[\x95s\x8d\xdd]\0Dev\0\nNN:Bob[\xe4\xb8\x8d\xe5\x9c\xa8]\nGN:Dev",
        @"1:1700000004:bob:BOB-PC:16:",
        @"1:1700000004:bob:BOB-PC:17:\0",
        @"1:1700000004:bob:BOB-PC:8388626:3\0",
        @"1:1700000005:bob:BOB-PC:19:    0\a    2\aalice\aALICE-PC\a224657408\a192.168.0.10\a30985\aAlice\aDev\a"
            + @"bob\aBOB-PC\a224657408\a192.168.0.11\a30985\aBob\a\b\a\0",
        @"1:1700000005:bob:BOB-PC:8388627:    7\a    1\acarol\aCAROL-PC\a-2147483648\afe80::1%3\a30985\a\xe4\xbd\xa0\xe5\xa5\xbd\a\b\a\0",
        @"1:1700000006:carol:CAROL-PC:224657432:Carol\0Dev",
        @"1:100:shirouzu:jupiter:32:Hello",
        @"1:1700000001:alice:ALICE-PC:288:\x83\x65\x83\x58\x83\x67\0",
        @"1:1700000001:alice:ALICE-PC:25166112:\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88\0",
        @"1:1700000001:alice:ALICE-PC:2097440:files\x000:a::b.txt:d:6b0314b9:1:14=6b0314b9:\a1:dir:0:6b0314b9:2:\a\0",
        @"1:1700000010:alice:ALICE-PC:29360416:41900004:gj6YfDYh:4chBEKNh:FyH/6hwN\0",
        @"1:1700000007:bob:BOB-PC:33:-294967296\0",
        @"1:1700000008:bob:BOB-PC:1048624:1700000001\0",
        @"1:1700000008:bob:BOB-PC:49:1700000001\0",
        @"1:1700000009:alice:ALICE-PC:50:1700000008\0",
        @"1:1700000010:alice:ALICE-PC:64:\0",
        @"1:1700000010:bob:BOB-PC:65:Win\x94\xc5Ver4.99r3(x64)\0",
        @"1:1700000010:alice:ALICE-PC:80:\0",
        @"1:1700000010:bob:BOB-PC:81:Not Absence mode\0",
        @"1:1700000011:alice:ALICE-PC:96:6b032552:1bc08b38:0:\0",
        @"1:1700000011:alice:ALICE-PC:97:1700000001\0",
        @"1:1700000011:alice:ALICE-PC:98:6b032552:1bc08b39:\0",
        @"1:1700000012:alice:ALICE-PC:8306:65920006\0",
        @"1:1700000012:bob:BOB-PC:115:65920006:10001-9de0271b7ad14ff17d6afa3454e44e7f\0",
        @"1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1655805996:Lee:LEE-PC:6291457:Lee\0\0",
        @"1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1700000000123:Lee:LEE-PC:288:\xc4\xe3\xba\xc3{-12 0 0 0 134 1 2}\0",
        @"1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1655805999:Lee:LEE-PC:2097344:1f|900|0|2|1|512|#\0\xff\xd8\xff\0\x01\0\0:\a\n",
        @"1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1655806000:Lee:LEE-PC:209:",
        @"1_iptux 0.9.1:12:root:vm:65538:\0",
        @"1_iptux 0.9.1:13:root:vm:251:\xe4\xbd\xa0\0",
        @"1@shiyeline:14:user:host:6291457:\xc4\xe3\xba\xc3\0\xc4\xe3\0",
        @"1:1:net:NET-PC:2432696321:nick\0group\0",
        @"IP2:3d:key1:3:3e8:key2:4:str1:key3:c:key31:4:-7d0:key4:b:3:3e8:3:7d0:Z",
    ];

    /// <summary>The hand-made ones of both forms and every recorded packet.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
        [.. s_handMade.Select(EscapedText.Bytes), .. ExampleDictionaries.All, .. RecordedDialogue.Packets.Select(record => record.Bytes)];
}
