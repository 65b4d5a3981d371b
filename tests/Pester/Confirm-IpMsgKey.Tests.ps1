BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here -Options (Get-TestIdentity $lan tanaka)
    $suzuki = Add-TestMember $lan 'Suzuki the second' -Options (Get-TestIdentity $lan suzuki)
    $sato = Add-TestMember $lan sato -Options (Get-TestIdentity $lan sato)
    Wait-TestLan $lan
    $file = Join-Path $lan.Folder 'keys.ipmsgkeys'
    # What a colleague reads out by telephone.
    function Get-Digits($Listener) { (Get-IpMsgKey -Own -Listener $Listener)[0].Digits }
    function Get-Message($Listener) { Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $Listener }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Confirm-IpMsgKey' {
    BeforeEach {
        Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false
        (Send-IpMsg suzuki@suzuki-pc, sato hello).Status | Sort-Object -Unique | Should -Be Confirmed
        $since = [datetimeoffset]::Now
    }

    It 'marks the key whose digits the colleague has read out' {
        (Get-IpMsgKey).IsVerified | Should -Be $false, $false
        $key = Confirm-IpMsgKey sato -Digits (Get-Digits $sato)
        $key.UserName, $key.IsVerified | Should -Be sato, $true
        $key.VerifiedAt | Should -BeGreaterOrEqual $since
        (Get-IpMsgKey | Where-Object IsVerified).UserName | Should -Be sato
        (Get-IpMsgKey sato | Out-String) | Should -Match ' verified '
        (Get-IpMsgKey suzuki | Out-String) | Should -Match ' pinned '
    }

    It 'takes the digits as <Way>' -ForEach @(
        @{ Way = 'one number'; Write = { $args[0] -replace ' ' } }
        @{ Way = 'lines'; Write = { $args[0] -replace ' ', "`n" } }
        @{ Way = 'full-width digits'; Write = { -join ($args[0] -replace ' ').ToCharArray().ForEach{ [char](0xFF10 + "$_") } } }
    ) {
        (Confirm-IpMsgKey sato -Digits (& $Write (Get-Digits $sato))).IsVerified | Should -BeTrue
    }

    It 'takes the fingerprint as clients show it' {
        (Confirm-IpMsgKey sato -Fingerprint $sato.Fingerprint).IsVerified | Should -BeTrue
        (Confirm-IpMsgKey suzuki -Fingerprint "<$($suzuki.Fingerprint.ToUpperInvariant())>").IsVerified | Should -BeTrue
    }

    It 'refuses <What> and says what the key has' -ForEach @(
        @{ What = 'the digits of somebody else'; Told = { @{ Digits = Get-Digits $suzuki } } }
        @{ What = 'digits of which one is missing'; Told = { @{ Digits = (Get-Digits $sato).Substring(1) } } }
        @{ What = 'no digits'; Told = { @{ Digits = 'I do not know' } } }
        @{ What = 'another fingerprint'; Told = { @{ Fingerprint = $suzuki.Fingerprint } } }
        @{ What = 'a part of the fingerprint'; Told = { @{ Fingerprint = $sato.Fingerprint.Substring(8) } } }
    ) {
        $told = & $Told
        Confirm-IpMsgKey sato @told -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'KeyMismatch,IpMsg.PowerShell.Commands.ConfirmIpMsgKeyCommand'
        $problems[0].CategoryInfo.Category | Should -Be SecurityError
        $problems[0].TargetObject.UserName | Should -Be sato
        "$problems" | Should -BeLike "*sato@sato-pc*$(Get-Digits $sato)*"
        (Get-IpMsgKey).IsVerified | Should -Be $false, $false
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'a key in the pipeline'; Confirm = { Get-IpMsgKey sato | Confirm-IpMsgKey -Confirm:$false } }
        @{ What = 'a member in the pipeline'; Confirm = { Get-IpMsgMember sato | Confirm-IpMsgKey -Confirm:$false } }
        @{ What = 'a member as an argument'; Confirm = { Confirm-IpMsgKey (Get-IpMsgMember sato) -Confirm:$false } }
        @{ What = 'a name in the pipeline'; Confirm = { 'sato' | Confirm-IpMsgKey -Confirm:$false } }
        @{ What = 'user@host'; Confirm = { Confirm-IpMsgKey sato@sato-pc -Confirm:$false } }
        @{ What = 'an address'; Confirm = { Confirm-IpMsgKey 127.0.0.4 -Confirm:$false } }
        @{
            What    = 'a key that came back from a file'
            Confirm = { Get-IpMsgKey sato | Export-Clixml "$file.xml"; Import-Clixml "$file.xml" | Confirm-IpMsgKey -Confirm:$false }
        }
        @{
            What    = 'a message'
            Confirm = {
                $null = Receive-IpMsg
                $null = Send-IpMsg tanaka hello -Listener $sato
                Get-Message $here | Confirm-IpMsgKey -Confirm:$false
            }
        }
    ) {
        (& $Confirm).UserName | Should -Be sato
        (Get-IpMsgKey | Where-Object IsVerified).UserName | Should -Be sato
    }

    It 'goes on after a key that does not match' {
        $keys = 'suzuki', 'sato' | Confirm-IpMsgKey -Digits (Get-Digits $sato) -ErrorAction SilentlyContinue -ErrorVariable problems
        $keys.UserName | Should -Be sato
        $problems.Count | Should -Be 1
    }

    It 'asks, and shows the digits in the question' {
        $script = "Start-IpMsgListener -Port 0 -Address 127.0.0.6 -KeyPath '$($lan.Folder)/keys-asked'; " +
            "`$null = Send-IpMsg 127.0.0.4:$($lan.Port) hello; (Confirm-IpMsgKey sato).IsVerified"
        # Where nobody can answer, that is an error.
        (Invoke-Pwsh "$script; (Get-IpMsgKey).IsVerified").Output | Should -Match '(?s)NonInteractive mode.*\bFalse$'
        foreach ($answer in 'n', 'y') {
            $asked = Invoke-Pwsh $script -Answer $answer
            $asked.Output -replace '\s' | Should -BeLike ("*sato@sato-pc*$(Get-Digits $sato)*127.0.0.4*readout*" -replace '\s')
            ($asked.Output -match '\bTrue$') | Should -Be ($answer -eq 'y')
        }
    }

    It 'marks nothing with -WhatIf' {
        Confirm-IpMsgKey sato -Digits (Get-Digits $sato) -WhatIf | Should -BeNullOrEmpty
        Get-IpMsgKey | Confirm-IpMsgKey -WhatIf | Should -BeNullOrEmpty
        (Get-IpMsgKey).IsVerified | Should -Be $false, $false
    }

    It 'confirms once' {
        $first = Confirm-IpMsgKey sato -Digits (Get-Digits $sato)
        # Verified already, it asks nothing, and the time stays.
        (Confirm-IpMsgKey sato).VerifiedAt | Should -Be $first.VerifiedAt
    }

    It 'requests the key of a member that nothing was sent to' {
        Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false
        $key = Confirm-IpMsgKey sato -Digits (Get-Digits $sato)
        $key.IsVerified | Should -BeTrue
        (Get-IpMsgKey).UserName | Should -Be sato
    }

    It 'does not find <Name>, and says so' -ForEach @(
        @{ Name = 'nobody'; Id = 'KeyNotFound' }
        @{ Name = ''; Id = 'ParameterArgumentValidationError' }
    ) {
        { Confirm-IpMsgKey $Name -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId "$Id*,IpMsg.PowerShell.Commands.ConfirmIpMsgKeyCommand"
    }

    It 'refuses keys of one''s own' {
        { @(Get-IpMsgKey -Own)[0] | Confirm-IpMsgKey -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidKey,*'
    }

    It 'completes the owner' {
        $line = 'Confirm-IpMsgKey sat'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain "'sato@sato-pc'"
    }

    It 'is known to other sessions with the same keys, and after a restart' {
        $null = Confirm-IpMsgKey sato -Digits (Get-Digits $sato)
        $shell = New-TestShell $lan
        $options = (Get-TestIdentity $lan tanaka) + @{ Address = '127.0.0.6'; Port = $lan.Port; Silent = $true }
        $seen = Invoke-TestShell $shell { param($options) Start-IpMsgListener @options; Get-IpMsgKey sato; Get-IpMsgKey suzuki } $options
        $seen.IsVerified | Should -Be $true, $false
        $null = Confirm-IpMsgKey suzuki -Digits (Get-Digits $suzuki)
        (Invoke-TestShell $shell { Get-IpMsgKey suzuki; Stop-IpMsgListener }).IsVerified | Should -BeTrue
    }

    It 'is not needed for a key that was imported, and the mark is not exported' {
        $null = Get-IpMsgKey -Own -ExportPath $file -Listener $sato
        # It is known already, and now somebody vouches for it.
        $imported = Get-IpMsgKey -ImportPath $file
        $imported.UserName, $imported.IsVerified | Should -Be sato, $true
        (Get-IpMsgKey sato -ExportPath $file).IsVerified | Should -BeTrue
        Get-Content $file -Raw | Should -Not -Match 'Verified|NickName'
        Get-IpMsgKey -ImportPath $file -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'Confirm-IpMsgKey where two members have one name' {
    It 'confirms by what was told, and does not guess without' {
        $other = Add-TestMember $lan sato -Options (Get-TestIdentity $lan forger)
        Wait-Until { @(Get-IpMsgMember sato).Count -eq 2 }
        Get-IpMsgMember sato | ForEach-Object { $null = Send-IpMsg $_ hello }
        { Confirm-IpMsgKey sato -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'RecipientAmbiguous,*'
        (Confirm-IpMsgKey sato -Digits (Get-Digits $sato)).HostName | Should -Be sato-pc
        (Get-IpMsgKey | Where-Object IsVerified).UserName | Should -Not -Contain forger
        $other | Stop-IpMsgListener
        $null = $lan.Listeners.Remove($other)
    }
}

Describe 'Confirm-IpMsgKey of a member that comes with another key' {
    BeforeEach {
        $suzuki = Switch-TestMember $lan $lan.Listeners[1] (Get-TestIdentity $lan suzuki)
        Wait-Until { (Get-IpMsgMember suzuki@suzuki-p*).Fingerprint -eq $suzuki.Fingerprint }
        Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false
        $null = Send-IpMsg suzuki@suzuki-pc hello
        $pinned = Confirm-IpMsgKey suzuki -Digits (Get-Digits $suzuki)
        $new = Switch-TestMember $lan $suzuki (Get-TestIdentity $lan suzuki other)
        Wait-Until { (Get-IpMsgMember suzuki@suzuki-p*).Fingerprint -eq $new.Fingerprint }
        $delivery = Send-IpMsg suzuki@suzuki-pc 'Reboot at 22:00' -ErrorAction SilentlyContinue -ErrorVariable problems
    }

    It 'shows both sets of digits in the error and the view at once, with the line that accepts' {
        $key = Get-IpMsgKey suzuki
        $key.HasChanged, $key.IsVerified, $key.OtherNickName | Should -Be $true, $false, 'Suzuki the second'
        $both = "*$($pinned.Digits)*first seen*127.0.0.3*Suzuki the second*$(Get-Digits $new)*seen*127.0.0.3*Suzuki the second*"
        $line = "Confirm-IpMsgKey 'suzuki@suzuki-pc' -Digits '$(Get-Digits $new)'"
        "$problems" | Should -BeLike $both
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike "*$line*Remove-IpMsgKey 'suzuki@suzuki-pc'*"
        $key | Out-String -Width 160 | Should -BeLike "*CHANGED$both$line*"
        $list = $key | Format-List | Out-String -Width 160
        $list | Should -BeLike "*$($pinned.Digits)*$(Get-Digits $new)*$line*"
        # The line is one that can be pasted.
        (Invoke-Expression $line).Digits | Should -Be (Get-Digits $new)
        ($delivery | Send-IpMsg).Status | Should -Be Confirmed
        (Get-Message $new).Text | Should -Be 'Reboot at 22:00'
        $key = Get-IpMsgKey suzuki
        $key.HasChanged, $key.IsVerified, $key.Digits | Should -Be $false, $true, (Get-Digits $new)
    }

    It 'keeps the pinned key when that is the one that the colleague reads out' {
        (Confirm-IpMsgKey suzuki -Digits $pinned.Digits).Digits | Should -Be $pinned.Digits
        $key = Get-IpMsgKey suzuki
        $key.HasChanged, $key.IsVerified | Should -Be $false, $true
        # Who still has the other one is still refused.
        (Send-IpMsg suzuki@suzuki-pc hello -ErrorAction SilentlyContinue).Status | Should -Be Refused
        (Get-IpMsgKey suzuki).HasChanged | Should -BeTrue
    }

    It 'does not choose between the two by itself' {
        Confirm-IpMsgKey suzuki -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'MemberKeyChanged,IpMsg.PowerShell.Commands.ConfirmIpMsgKeyCommand'
        "$problems" | Should -BeLike "*$($pinned.Digits)*$(Get-Digits $new)*"
        (Get-IpMsgKey suzuki).HasChanged | Should -BeTrue
    }

    It 'is not verified any more once the next key was taken unseen' {
        Remove-IpMsgKey suzuki -Confirm:$false
        ($delivery | Send-IpMsg).Status | Should -Be Confirmed
        $null = Get-Message $new
        (Get-IpMsgKey suzuki).IsVerified | Should -BeFalse
    }

    It 'confirms no key that is no longer pinned' {
        Remove-IpMsgKey suzuki -Confirm:$false
        { $pinned | Confirm-IpMsgKey -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'KeyMismatch,*'
    }
}
