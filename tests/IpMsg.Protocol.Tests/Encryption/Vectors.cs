namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>The vectors of docs/protocol/vectors.md, byte for byte.</summary>
internal static class Vectors
{
    /// <summary>What both variants of the packet begin with.</summary>
    internal const string Header = "1:1700000010:alice-<5256214c8110453c>:ALICE-PC:29360416:";

    internal const string AliceModulus =
        "9de0271b7ad14ff17d6afa3454e44e7fbbfb1a1b4f791661046260b7e57f12af00dde29ec3832e8387b56cc243541cdcaa002bec8bb12c2aa179caf2e3137713"
        + "9d4a4681b95c5a79c5166b32913d8e09908e4a8b0b408424cb99f203424a2c75b1411147c0daf04338a7bab39968ee22295954896ce47e3e098b714a26e0ee8b"
        + "24ad609876e221a7e8548d00f3b0dd2c0fbc5a51139a19a74e2fb15b681ecef45d2c884569c0ac80e20f07db45c9c74b650e58b5dc151e31bec52b5e05c38b0d"
        + "70e564c0a8bdde625f2a421a0892a81b06ce989c9a4f9d9be9be2159f18bda9c"
        + "b0644afb22efbcb9736b627d328fda0f767c021bfd4e85b7b225c36686edf08d";

    internal const string Base64Key =
        "gj6YfDYhLwLHQ1PlBjtFd7ZvlRs9Q91HU+n6yvoBD7HrJY9iLcqe5wcPoxGH/6OQ3UtVn1SNUi0OFI25HZ7lVcVGF8ij2wRjTtn7zSZi+wFmZupNAdm/oOZkMC8cZsnm"
        + "B+aIX3TPaSR3zQiUa67MgvatH1/6PWXQCFC3r87xN+88JB/+srkvGUJf2g/wOdXEANJQM/GHz6M/Bq7gc+HlgYu0cRTc2CoI9+39xXyp6bJDWVihIvd6vlN9acr/pinc"
        + "pnNKd+5oWfG9KiLAoNqRVfD6lOxA2vhMPg8cyBJcsHzVsgTxzhidE6Cvy2OAYgq5lHHN5vn1/goKHm71jZYCGA==";

    internal const string Base64Cipher = "4chBEKNhUlgrG+YMPMK1zA==";

    internal const string Base64Signature =
        "FyH/6hwNGxBsc6ESkZyBqlPuSF2HWHLZAdbd1HtvBc3dQOr2ozcC3PCvNiU+sGE3tGV6oxxI48DJdotU1o2853847KJ+/XwW2JuIyepjn0kjc3N5jwazj6C2n0FMMRsx"
        + "lDHl3r3XSuLchmp8fvP2GQfezcvpcUmedVYXmfenbF+iNA69D0xZrjJHj1bJ4J2BJEp+l6ifQZt5s3Ze7gv2CGzRyZGl6QpOGJPDj3o3vS+4U+mcCzFsMn7FjFJtUQSP"
        + "+zv9Zv03ts9u4pjajdBCZjsbc36KbyZZzOSC9wag4iNTcCKToXTxRjjIEMh4aOaZvAkryrTNMWETTVx6NfN9QQ==";

    internal const string ListsPlaintext =
        "5365652066696c6500313037333734313832343a7265706f72742e7478743a353a36353533663130303a313a0700544f3a626f622d3c34383863343564326361"
        + "6338343764323e3a424f422d5043076361726f6c3a4341524f4c2d50430700";

    internal const string ListsCipher =
        "IyaZ/i7PHb01RgAAXP6Sru4LNP63amZredM95Lg0SbiSOqw2fEzSCKKs/+ZuYkRCoePCxlQzOmL74q/dTtzFDYbUxsj8pUSx57EKMq1xOU4gIg5LQ1g5DfcIoAX2Nxa5";

    internal const string ListsSignature =
        "bWANCA9BZHZ/y3+Lt2m3m1aiBurl2Y5mFzUPfBopCASxcLeJAhg3F7OIARmTSWdYJCrCxup2qzWcXPF2cJ4LuJX5RWIrZGyv/TZNraIJ9z7aDxgF6dSJCrA3RutnDx0s"
        + "HIkHz0j8ZEWurfefRahHQKDcphOryrOi48bpGg//YgTZg1Ci1CQI/85fkXDJQcfJtBlrwfSJH1wEbpCdsFp2lUU6AGS1BcUittpjJYgd9EMQRYXOAYlF4aNXVPxWm3FE"
        + "VTjeFBoxbvZwa21AFRmaWT2dgHjkuOKNTuZ1BOVllu5sXmK6GtZbgQ0nJKTqzX9SePJfvvc2YGpgULhlChErWg==";

    internal const string HexKey =
        "823e987c36212f02c74353e5063b4577b66f951b3d43dd4753e9facafa010fb1eb258f622dca9ee7070fa31187ffa390dd4b559f548d522d0e148db91d9ee555"
        + "c54617c8a3db04634ed9fbcd2662fb016666ea4d01d9bfa0e664302f1c66c9e607e6885f74cf692477cd08946baecc82f6ad1f5ffa3d65d00850b7afcef137ef"
        + "3c241ffeb2b92f19425fda0ff039d5c400d25033f187cfa33f06aee073e1e5818bb47114dcd82a08f7edfdc57ca9e9b2435958a122f77abe537d69caffa629dc"
        + "a6734a77ee6859f1bd2a22c0a0da9155f0fa94ec40daf84c3e0f1cc8125cb07c"
        + "d5b204f1ce189d13a0afcb6380620ab99471cde6f9f5fe0a0a1e6ef58d960218";

    internal const string HexCipher = "e1c84110a36152582b1be60c3cc2b5cc";

    internal const string HexSignature =
        "8fde02c0d9d9d107312fb9fc62e7945d7ed286ea23259fc95260f9aa47b335a24c1e367ba15332f9add6c585de13f83968b8f66a8927747eaad09ad6e1897cd4"
        + "13d50e214ddb8cabdb221e07236209e7d93df5119c0ce84f347fd821b4f372194d64b307578a5ceffd35866c138bf4520faafb2a9a0983f37a72955fa3720564"
        + "f9fb09357cdf6076a4fb15d3da44869220b87dd5a8b610712abbbb5e51ae043a23f37726e9816c1446735019816a20379b8a743b43f5e375020f5529fa12a41e"
        + "460e621c8051e8aca9087c397a9921be49d32eadcad5206c0aed29d8519f1e0a"
        + "e9f3b33c6b9a8d9c929ed439b631400e13fdda61e6fa8a7fb53e87ca75e91ee5";

    internal const string OlderKey =
        "4439c8f6f5768102621db7f3e3953837816558f5fb1e1d7ee4099dc16e465730eacfaf6d6d206af483522e0a2ab0e078cb88466cd11315c6fc52189695b42e7e"
        + "22621aad70187f171131576ddf362724a0bc64cd1bf480e028abefbd3669cd53"
        + "0d724f94aceb34d11a4420788e8e1a7a49e81cbe3b3bb620838791af3425839d";

    internal const string StreamPlaintext = "0034:report.txt:000000005:1:14=6553f100:16=6553f000:hello";

    internal const string StreamCiphertext =
        "f2f5305f45ba167d130316d624ea0174ac228ec5f8b2e026477251a43682e3901a60828a5e99f5d152dca864e48dc13139762e8aeb2d32fe12";

    internal const string EncryptedRequest =
        "6553f10a:40000000:900000:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f:6553f114";

    internal const string ProvenRequest = "6553f10a:40000000:4000000:6553f114";
}
