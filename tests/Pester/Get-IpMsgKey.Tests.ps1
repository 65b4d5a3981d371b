BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here -Options (Get-TestIdentity $lan tanaka)
    $suzuki = Add-TestMember $lan 'Suzuki the second' -Options (Get-TestIdentity $lan suzuki)
    $sato = Add-TestMember $lan sato -Options (Get-TestIdentity $lan sato)
    Wait-TestLan $lan
    $file = Join-Path $lan.Folder 'keys.ipmsgkeys'
    function Clear-Key($Listener) { Get-IpMsgKey -Listener $Listener | Remove-IpMsgKey -Confirm:$false -Listener $Listener }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Get-IpMsgKey -Own' {
    It 'shows the key that signs and the one for old clients' {
        $keys = Get-IpMsgKey -Own
        $keys.Bits | Should -Be 2048, 1024
        $keys.IsOwn | Should -Be $true, $true
        $keys.UserName + $keys.HostName | Should -Be tanaka, tanaka, tanaka-pc, tanaka-pc
        $keys[0].Fingerprint | Should -Match '^[0-9a-f]{16}$'
        $keys[0].Fingerprint | Should -Be $here.Fingerprint
        $keys[0].FirstSeenAt, $keys[0].FirstSeenFrom, $keys[0].OtherDigits | Should -Be $null, $null, $null
    }

    It 'shows keys that openssl reads' -Skip:(-not (Get-Command openssl -ErrorAction SilentlyContinue)) {
        $keys = @(Get-IpMsgKey -Own)
        $keys.Count | Should -Be 2
        foreach ($key in $keys) {
            $shown = $key.Pem | openssl pkey -pubin -noout -text
            $shown[0] | Should -Match "\b$($key.Bits) bit"
        }
    }

    It 'shows those of another listener with -Listener' {
        (Get-IpMsgKey -Own -Listener $suzuki).UserName | Should -Be suzuki, suzuki
        (Get-IpMsgKey -Own -Listener $suzuki)[0].Digits | Should -Not -Be (Get-IpMsgKey -Own)[0].Digits
    }

    It 'shows the same keys after a restart' {
        $before = (Get-IpMsgKey -Own -Listener $sato).Digits
        $sato = Switch-TestMember $lan $sato (Get-TestIdentity $lan sato)
        (Get-IpMsgKey -Own -Listener $sato).Digits | Should -Be $before
        Wait-TestLan $lan
    }
}

Describe 'Get-IpMsgKey' {
    BeforeAll {
        $sato = $lan.Listeners[2]
        $since = [datetimeoffset]::Now
        $null = Send-IpMsg 127.0.0.3, 127.0.0.4 hello
    }

    It 'shows the keys that messages have brought, by user name' {
        $keys = Get-IpMsgKey
        $keys.UserName | Should -Be sato, suzuki
        $keys.HostName | Should -Be sato-pc, suzuki-pc
        $keys.FirstSeenFrom | Should -Be '127.0.0.4', '127.0.0.3'
        $keys.ForEach{ $_.FirstSeenAt -ge $since } | Should -Be $true, $true
        $keys.HasChanged + $keys.IsOwn | Should -Be $false, $false, $false, $false
    }

    It 'shows on both sides the digits that are to be compared' {
        (Get-IpMsgKey suzuki).Digits | Should -Be (Get-IpMsgKey -Own -Listener $suzuki)[0].Digits
        (Get-IpMsgKey tanaka -Listener $suzuki).Digits | Should -Be (Get-IpMsgKey -Own)[0].Digits
        "$(Get-IpMsgKey suzuki)" | Should -Match '^suzuki@suzuki-pc: (\d{5} ?){8}$'
    }

    It 'finds <Name>' -ForEach @(
        @{ Name = 'suzuki'; Users = 'suzuki' }
        @{ Name = 'SUZUKI-PC'; Users = 'suzuki' }
        @{ Name = 'suzuki@suzuki-pc'; Users = 'suzuki' }
        @{ Name = 'suzuki the second'; Users = 'suzuki' }
        @{ Name = '127.0.0.4'; Users = 'sato' }
        @{ Name = 's*'; Users = 'sato', 'suzuki' }
        @{ Name = '*-pc', 'suzuki'; Users = 'sato', 'suzuki' }
        @{ Name = 'nobody*'; Users = @() }
    ) {
        @((Get-IpMsgKey $Name -ErrorAction Stop).UserName) | Should -Be $Users
    }

    It 'does not find <Name>, and says so' -ForEach @(
        @{ Name = 'nobody' }
        @{ Name = 'sato@suzuki-pc' }
        @{ Name = 'Suzuki the third' }
    ) {
        $problem = { Get-IpMsgKey $Name -ErrorAction Stop } |
            Should -Throw -ErrorId 'KeyNotFound,IpMsg.PowerShell.Commands.GetIpMsgKeyCommand' -PassThru
        $problem.TargetObject | Should -Be $Name
        (Get-IpMsgKey $Name, sato -ErrorAction SilentlyContinue).UserName | Should -Be sato
    }

    It 'finds the key of a member by its user and host' {
        Get-IpMsgMember 'Suzuki the second' | ForEach-Object { (Get-IpMsgKey "$($_.UserName)@$($_.HostName)").Fingerprint } |
            Should -Be $suzuki.Fingerprint
    }

    It 'has nothing to show without encryption' {
        $plain = Add-TestMember $lan plain '' @{ Encryption = 'Off' }
        { Get-IpMsgKey -Listener $plain } | Should -Throw -ErrorId 'NoKeys,*'
        { Get-IpMsgKey -Own -Listener $plain } | Should -Throw -ErrorId 'NoKeys,*'
        $plain | Stop-IpMsgListener
        $null = $lan.Listeners.Remove($plain)
    }
}

Describe 'Get-IpMsgKey -ExportPath and -ImportPath' {
    BeforeEach {
        $sato = $lan.Listeners[2]
        $lan.Listeners | ForEach-Object { Clear-Key $_ }
    }

    It 'pin a key before the first message' {
        (Get-IpMsgKey -Own -ExportPath $file -Listener $suzuki).Count | Should -Be 2
        $added = Get-IpMsgKey -ImportPath $file
        $added.UserName, $added.Bits, $added.IsOwn | Should -Be suzuki, 2048, $false
        $added.Fingerprint | Should -Be $suzuki.Fingerprint
        (Get-IpMsgKey).Digits | Should -Be $added.Digits
        (Send-IpMsg 127.0.0.3 hello).IsEncrypted | Should -BeTrue
        (Get-IpMsgKey suzuki).HasChanged | Should -BeFalse
    }

    It 'hand all known keys to another machine' {
        $null = Send-IpMsg 127.0.0.3, 127.0.0.4 hello
        Clear-Key $sato
        (Get-IpMsgKey -ExportPath $file).UserName | Should -Be sato, suzuki
        @(Get-Content $file | ConvertFrom-Json).Count | Should -Be 2
        (Get-IpMsgKey -ImportPath $file -Listener $sato).UserName | Should -Contain suzuki
        (Get-IpMsgKey suzuki -Listener $sato).Digits | Should -Be (Get-IpMsgKey suzuki).Digits
    }

    It 'write only the keys that are shown, in place of those that were there' {
        $null = Send-IpMsg 127.0.0.3, 127.0.0.4 hello
        $null = Get-IpMsgKey -ExportPath $file
        $null = Get-IpMsgKey suz* -ExportPath $file
        @(Get-Content $file).Count | Should -Be 1
    }

    It 'tell nothing secret' {
        $null = Get-IpMsgKey -Own -ExportPath $file
        # The private exponents and primes are as long as half a modulus at least; one modulus is all there is.
        [regex]::Matches((Get-Content -Raw $file).Replace('\/', '/'), '[0-9A-Za-z+/=_-]{120,}').Count | Should -Be 1
        Get-Content -Raw $file | Should -Not -Match 'PRIVATE'
    }

    It 'pass over the same key, silently' {
        $null = Get-IpMsgKey -Own -ExportPath $file -Listener $suzuki
        $null = Get-IpMsgKey -ImportPath $file
        Get-IpMsgKey -ImportPath $file -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'never replace a key, and pin the others all the same' {
        $null = Get-IpMsgKey -Own -ExportPath $file -Listener $sato
        $forged = (Get-Content -Raw $file) -replace 'sato', 'suzuki'
        Set-Content $file $forged, (Get-Content -Raw $file)
        $null = Send-IpMsg 127.0.0.3 hello
        $before = (Get-IpMsgKey suzuki).Digits
        $added = Get-IpMsgKey -ImportPath $file -ErrorAction SilentlyContinue -ErrorVariable problems
        $added.UserName | Should -Be sato
        $problems.FullyQualifiedErrorId | Should -Be 'MemberKeyChanged,IpMsg.PowerShell.Commands.GetIpMsgKeyCommand'
        "$problems" | Should -Match 'suzuki@suzuki-pc'
        (Get-IpMsgKey suzuki).Digits | Should -Be $before
    }

    It 'know the current location' {
        Push-Location $lan.Folder
        try {
            $null = Get-IpMsgKey -Own -ExportPath ./here.ipmsgkeys -Listener $suzuki
            (Get-IpMsgKey -ImportPath here.ipmsgkeys).UserName | Should -Be suzuki
        }
        finally { Pop-Location }
    }

    It 'refuse <What>' -ForEach @(
        @{ What = 'a file that is not there'; Options = { @{ ImportPath = "$($lan.Folder)/missing" } } }
        @{ What = 'a folder'; Options = { @{ ImportPath = $lan.Folder } } }
        @{ What = 'a folder to write'; Options = { @{ ExportPath = $lan.Folder } } }
        @{ What = 'a file of something else'; Options = { Set-Content $file 'hello'; @{ ImportPath = $file } } }
        @{ What = 'JSON of something else'; Options = { Set-Content $file '{"UserName":"suzuki"}'; @{ ImportPath = $file } } }
    ) {
        $Options = & $Options
        { Get-IpMsgKey @Options } | Should -Throw -ErrorId 'InvalidKeyFile,IpMsg.PowerShell.Commands.GetIpMsgKeyCommand'
        Get-IpMsgKey | Should -BeNullOrEmpty
    }
}

Describe 'Get-IpMsgKey of a member that comes with another key' {
    BeforeAll {
        $null = Send-IpMsg 127.0.0.3 hello
        $pinned = Get-IpMsgKey suzuki
        $stranger = Switch-TestMember $lan $suzuki (Get-TestIdentity $lan suzuki stranger)
        $null = Send-IpMsg tanaka 'I am suzuki' -Listener $stranger
        $message = Receive-IpMsg -TimeoutSec 20 | Where-Object Text -EQ 'I am suzuki' | Select-Object -First 1
        Wait-Until { (Get-IpMsgKey suzuki).HasChanged }
    }

    It 'shows HasChanged and both keys' {
        $key = Get-IpMsgKey | Where-Object HasChanged
        $key.UserName, $key.Digits, $key.FirstSeenAt | Should -Be suzuki, $pinned.Digits, $pinned.FirstSeenAt
        $key.OtherDigits | Should -Be (Get-IpMsgKey -Own -Listener $stranger)[0].Digits
        $key.OtherSeenAt | Should -BeGreaterThan $pinned.FirstSeenAt
        "$($key.OtherSeenFrom)" | Should -Be '127.0.0.3'
    }

    It 'goes with the Signature Invalid' {
        $message.Signature | Should -Be Invalid
    }

    It 'exports the pinned key, and not a word about the other' {
        $null = Get-IpMsgKey suzuki -ExportPath $file
        $listener = Switch-TestMember $lan $lan.Listeners[2] (Get-TestIdentity $lan sato fresh)
        (Get-IpMsgKey -ImportPath $file -Listener $listener).HasChanged | Should -BeFalse
    }

    It 'leaves the others as they are' {
        (Get-IpMsgKey sato -ErrorAction SilentlyContinue).HasChanged | Should -Not -Contain $true
    }
}
