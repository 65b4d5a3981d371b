BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here -Options (Get-TestIdentity $lan tanaka)
    $suzuki = Add-TestMember $lan suzuki -Options (Get-TestIdentity $lan suzuki)
    $sato = Add-TestMember $lan sato -Options (Get-TestIdentity $lan sato)
    Wait-TestLan $lan
    function Get-Message($Listener) { Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $Listener }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Remove-IpMsgKey' {
    BeforeEach {
        (Send-IpMsg suzuki, sato hello).Status | Sort-Object -Unique | Should -Be Confirmed
    }

    It 'forgets the keys in the pipeline and leaves the others' {
        Get-IpMsgKey suzuki | Remove-IpMsgKey -Confirm:$false | Should -BeNullOrEmpty
        (Get-IpMsgKey).UserName | Should -Be sato
    }

    It 'takes keys as an argument' {
        Remove-IpMsgKey (Get-IpMsgKey) -Confirm:$false
        Get-IpMsgKey | Should -BeNullOrEmpty
    }

    It 'forgets nothing with -WhatIf' {
        Get-IpMsgKey | Remove-IpMsgKey -WhatIf
        (Get-IpMsgKey).UserName | Should -Be sato, suzuki
    }

    It 'asks before it forgets' {
        # Where nobody can answer, that is an error.
        $result = Invoke-Pwsh ("Start-IpMsgListener -Port 0 -Address 127.0.0.6 -KeyPath '$($lan.Folder)/keys-asked'; " +
            "`$null = Send-IpMsg 127.0.0.3:$($lan.Port) hello; Get-IpMsgKey | Remove-IpMsgKey; @(Get-IpMsgKey).Count")
        $result.Output | Should -Match 'NonInteractive mode'
        $result.Output | Should -Match '\b1$'
    }

    It 'forgets the keys of <What>' -ForEach @(
        @{ What = 'a user'; Remove = { Remove-IpMsgKey suzuki -Confirm:$false } }
        @{ What = 'user@host'; Remove = { Remove-IpMsgKey suzuki@suzuki-pc -Confirm:$false } }
        @{ What = 'an address'; Remove = { Remove-IpMsgKey 127.0.0.3 -Confirm:$false } }
        @{ What = 'a name with wildcards'; Remove = { Remove-IpMsgKey -Name 'suz*' -Confirm:$false } }
        @{ What = 'a member'; Remove = { Remove-IpMsgKey (Get-IpMsgMember suzuki) -Confirm:$false } }
        @{ What = 'a member in the pipeline'; Remove = { Get-IpMsgMember suzuki | Remove-IpMsgKey -Confirm:$false } }
        @{ What = 'a name in the pipeline'; Remove = { 'suzuki' | Remove-IpMsgKey -Confirm:$false } }
        @{
            What   = 'a key that came back from a file'
            Remove = {
                Get-IpMsgKey suzuki | Export-Clixml "$($lan.Folder)/key.xml"
                Import-Clixml "$($lan.Folder)/key.xml" | Remove-IpMsgKey -Confirm:$false
            }
        }
    ) {
        & $Remove | Should -BeNullOrEmpty
        (Get-IpMsgKey).UserName | Should -Be sato
    }

    It 'forgets those of several names, and reports one that has none' {
        Remove-IpMsgKey suzuki, nobody, sato -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'KeyNotFound,IpMsg.PowerShell.Commands.RemoveIpMsgKeyCommand'
        $problems[0].TargetObject | Should -Be nobody
        Get-IpMsgKey | Should -BeNullOrEmpty
    }

    It 'completes the owner' {
        $line = 'Remove-IpMsgKey suz'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'suzuki@suzuki-pc'"
    }

    It 'forgets at once with $ConfirmPreference' {
        $ConfirmPreference = 'None'
        Get-IpMsgKey | Remove-IpMsgKey
        Get-IpMsgKey | Should -BeNullOrEmpty
    }

    It 'refuses keys of one''s own, and forgets the others' {
        $keys = @(Get-IpMsgKey -Own)[0], (Get-IpMsgKey suzuki)
        $keys | Remove-IpMsgKey -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidKey,IpMsg.PowerShell.Commands.RemoveIpMsgKeyCommand'
        $problems[0].TargetObject | Should -Be $keys[0]
        (Get-IpMsgKey).UserName | Should -Be sato
        @(Get-IpMsgKey -Own).Count | Should -Be 2
    }

    It 'forgets a key where it came from' {
        $null = Send-IpMsg tanaka hello -Listener $suzuki
        Get-IpMsgKey tanaka -Listener $suzuki | Remove-IpMsgKey -Confirm:$false
        (Get-IpMsgKey -Listener $suzuki).UserName | Should -Not -Contain tanaka
        (Get-IpMsgKey).UserName | Should -Be sato, suzuki
    }

    It 'works through another listener with -Listener' {
        $null = Send-IpMsg tanaka hello -Listener $suzuki
        Remove-IpMsgKey (Get-IpMsgKey tanaka -Listener $suzuki) -Confirm:$false -Listener $suzuki
        (Get-IpMsgKey -Listener $suzuki).UserName | Should -Not -Contain tanaka
        (Get-IpMsgKey).UserName | Should -Be sato, suzuki
    }

    It 'minds no key that is gone already' {
        $key = Get-IpMsgKey suzuki
        $key, $key | Remove-IpMsgKey -Confirm:$false -ErrorAction Stop
        (Get-IpMsgKey).UserName | Should -Be sato
    }

    It 'forgets for good: a restart does not bring the key back' {
        $shell = New-TestShell $lan
        $options = (Get-TestIdentity $lan restarted) + @{ Address = '127.0.0.6'; Port = $lan.Port }
        (Invoke-TestShell $shell {
            param($options)
            Start-IpMsgListener restarted @options
            $null = Send-IpMsg 127.0.0.3, 127.0.0.4 hello
            Stop-IpMsgListener
            Start-IpMsgListener restarted @options
            Get-IpMsgKey | ForEach-Object UserName
            Get-IpMsgKey sato | Remove-IpMsgKey -Confirm:$false
            Stop-IpMsgListener
            Start-IpMsgListener restarted @options
            Get-IpMsgKey | ForEach-Object UserName
            Stop-IpMsgListener
        } $options) | Should -Be sato, suzuki, suzuki
    }
}

Describe 'A member that comes with another key' {
    BeforeEach {
        $old = Switch-TestMember $lan $lan.Listeners[1] (Get-TestIdentity $lan suzuki)
        Wait-TestLan $lan
        Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false
        (Send-IpMsg suzuki hello).Status | Should -Be Confirmed
        $pinned = (Get-IpMsgKey suzuki).Digits
        $new = Switch-TestMember $lan $old (Get-TestIdentity $lan suzuki other)
        Wait-Until { (Get-IpMsgMember suz*).Fingerprint -eq $new.Fingerprint }
        $delivery = Send-IpMsg suzuki 'Reboot at 22:00' -ErrorAction SilentlyContinue -ErrorVariable problems
    }

    It 'gets nothing, and the error says what to do' {
        $delivery.Status, $delivery.Attempts, $delivery.IsEncrypted | Should -Be Refused, 0, $false
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'MemberKeyChanged,IpMsg.PowerShell.Commands.SendIpMsgCommand'
        $problems[0].CategoryInfo.Category | Should -Be SecurityError
        $problems[0].TargetObject | Should -Be $delivery
        $problems[0].ErrorDetails.RecommendedAction | Should -Match 'Remove-IpMsgKey'
        $new.UnreadCount | Should -Be 0
    }

    It 'shows both sets of digits with the error, and in the question' {
        $key = Get-IpMsgKey suzuki
        $key.HasChanged, $key.OtherDigits | Should -Be $true, (Get-IpMsgKey -Own -Listener $new)[0].Digits
        $both = "*suzuki@suzuki-pc*$pinned*127.0.0.3*$($key.OtherDigits)*127.0.0.3*"
        "$problems" | Should -BeLike ($both -replace '^[*]suzuki@suzuki-pc')
        $options = (Get-TestIdentity $lan tanaka) + @{ Address = '127.0.0.6'; Port = 0 }
        $words = ($options.GetEnumerator() | ForEach-Object { "-$($_.Key) '$($_.Value)'" }) -join ' '
        $asked = Invoke-Pwsh "Start-IpMsgListener -Silent $words; Remove-IpMsgKey suzuki@suzuki-pc" -Answer n
        $asked.Output -replace '\s' | Should -BeLike ($both -replace '\s')
        (Get-IpMsgKey suzuki).Digits | Should -Be $pinned
    }

    It 'gets nothing in plaintext either, and the others get theirs' {
        $deliveries = Send-IpMsg suzuki, sato hello -Encryption Auto -ErrorAction SilentlyContinue
        ($deliveries | Where-Object To -EQ suzuki).Status | Should -Be Refused
        ($deliveries | Where-Object To -EQ sato).Status | Should -Be Confirmed
        $new.UnreadCount | Should -Be 0
    }

    It 'gets what was held back once its old key is forgotten' {
        Get-IpMsgKey | Where-Object HasChanged | Remove-IpMsgKey -Confirm:$false
        $again = $delivery | Send-IpMsg
        $again.Status, $again.IsEncrypted, $again.PacketNumber | Should -Be Confirmed, $true, $delivery.PacketNumber
        $message = Get-Message $new
        $message.Text, $message.Signature | Should -Be 'Reboot at 22:00', Valid
        $key = Get-IpMsgKey suzuki
        $key.HasChanged, $key.Digits | Should -Be $false, (Get-IpMsgKey -Own -Listener $new)[0].Digits
        $key.Digits | Should -Not -Be $pinned
    }

    It 'signs validly once its old key is forgotten' {
        $null = Receive-IpMsg
        $null = Send-IpMsg tanaka 'it is me' -Listener $new
        (Get-Message $here).Signature | Should -Be Invalid
        Get-IpMsgKey suzuki | Remove-IpMsgKey -Confirm:$false
        $null = Send-IpMsg suzuki 'all right'
        $null = Send-IpMsg tanaka 'thanks' -Listener $new
        (Get-Message $here).Signature | Should -Be Valid
    }

    It 'is written to again once it has come back with its old key, and what there was stays noted' {
        (Get-IpMsgKey suzuki).HasChanged | Should -BeTrue
        $back = Switch-TestMember $lan $new (Get-TestIdentity $lan suzuki)
        Wait-Until { (Get-IpMsgMember suz*).Fingerprint -eq $back.Fingerprint }
        (Send-IpMsg suzuki hello).Status | Should -Be Confirmed
        $key = Get-IpMsgKey suzuki
        $key.HasChanged, $key.Digits | Should -Be $true, $pinned
    }
}
