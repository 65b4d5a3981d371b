# What people type first.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $null = Add-TestMember $lan tanaka Ops -Here
    $suzuki = Add-TestMember $lan suzuki Ops
    $sato = Add-TestMember $lan sato Sales
    Wait-TestLan $lan
    $hosts = Join-Path $lan.Folder 'hosts.txt'
    Set-Content $hosts '127.0.0.3', '', 'sato', ''
    function Receive-At($Listener) { (Receive-IpMsg -Listener $Listener).Text }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Strings in the pipeline of Send-IpMsg' {
    AfterEach {
        $suzuki, $sato | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'are recipients when -Message has the text' {
        $deliveries = Get-Content $hosts | Send-IpMsg -Message 'reboot'
        $deliveries.Status | Should -Be Confirmed, Confirmed
        Receive-At $suzuki | Should -Be reboot
        Receive-At $sato | Should -Be reboot
    }

    It 'are texts for the positional recipient' {
        ('done', '127.0.0.4' | Send-IpMsg suzuki).Status | Should -Be Confirmed, Confirmed
        Receive-At $suzuki | Should -Be 'done', '127.0.0.4'
        Receive-At $sato | Should -BeNullOrEmpty
    }

    It 'are taken for recipients by the error when the argument names nobody, and its advice works' {
        $problem = { Get-Content $hosts | Where-Object { $_ } | Send-IpMsg 'reboot' } |
            Should -Throw -ErrorId 'AmbiguousInput,IpMsg.PowerShell.Commands.SendIpMsgCommand' -PassThru
        $suzuki.UnreadCount, $sato.UnreadCount | Should -Be 0, 0
        $line = $problem.ErrorDetails.RecommendedAction
        $line | Should -Be "'127.0.0.3', 'sato' | Send-IpMsg -Message 'reboot'"
        (& ([scriptblock]::Create($line))).Status | Should -Be Confirmed, Confirmed
    }

    It 'are recipients beside members and addresses' {
        ((Get-IpMsgMember suzuki), '127.0.0.4' | Send-IpMsg 'reboot').Status | Should -Be Confirmed, Confirmed
        Receive-At $sato | Should -Be reboot
    }

    It 'are what Out-String makes of other objects, as the error says' {
        $problem = { 42 | Send-IpMsg suzuki -ErrorAction Stop } | Should -Throw -ErrorId 'InputNotSupported,*' -PassThru
        "$problem" | Should -Be 'An object of type Int32 is neither a recipient nor a text nor a file.'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Out-String*'
        (42 | Out-String | Send-IpMsg suzuki).Status | Should -Be Confirmed
        Receive-At $suzuki | Should -Match '^42'
    }

    It 'are not sent when they are empty' {
        { '' | Send-IpMsg suzuki -ErrorAction Stop } | Should -Throw -ErrorId 'NoText,*'
        { Send-IpMsg suzuki '' } | Should -Throw -ErrorId 'NoText,*'
        $suzuki.UnreadCount | Should -Be 0
    }

    It 'may be missing: $null and an empty pipeline send nothing' {
        $null | Send-IpMsg suzuki -ErrorAction Stop | Should -BeNullOrEmpty
        @() | Send-IpMsg suzuki -ErrorAction Stop | Should -BeNullOrEmpty
        $suzuki.UnreadCount | Should -Be 0
    }
}

Describe 'A recipient that nobody is' {
    It 'is a group, and the advice is the line for its members' {
        $problem = { Send-IpMsg Ops 'Reboot at 22:00' -ErrorAction Stop } | Should -Throw -ErrorId 'RecipientNotFound,*' -PassThru
        "$problem" | Should -BeLike "'Ops' is a group (1 member)*"
        $line = $problem.ErrorDetails.RecommendedAction
        $line | Should -Be "Get-IpMsgMember -GroupName Ops | Send-IpMsg 'Reboot at 22:00'"
        (& ([scriptblock]::Create($line))).To | Should -Be suzuki
        Receive-At $suzuki | Should -Be 'Reboot at 22:00'
    }

    It 'is no address: <_>' -ForEach '10.0.0.300', '127.0.0.3:99999', '10.0.0', '10.0.0.0/24' {
        $problem = { Send-IpMsg $_ hello -ErrorAction Stop } | Should -Throw -ErrorId 'RecipientNotFound,*' -PassThru
        "$problem" | Should -Be "'$_' is not an address, and no member has that name."
    }

    It 'is an address where nobody answers, and the advice is the command that tells' {
        $problem = { Send-IpMsg 127.0.0.9 hello -TimeoutSec 1 -ErrorAction Stop } | Should -Throw -ErrorId 'MessageUnconfirmed,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Test-IpMsgMember*'
        (Test-IpMsgMember 127.0.0.9 -TimeoutSec 0.2).Reachable | Should -BeFalse
    }

    It 'is nearly the name of a member' {
        { Send-IpMsg suzkui hello -ErrorAction Stop } | Should -Throw "*Did you mean 'suzuki'?*"
    }
}

Describe 'Get-IpMsgMember when nobody fits' {
    It 'asks whether a similar name was meant' {
        { Get-IpMsgMember suzkui -ErrorAction Stop } | Should -Throw "*Did you mean 'suzuki'?" -ErrorId 'MemberNotFound,*'
    }

    It 'warns of a group without members' {
        Get-IpMsgMember -GroupName Saless -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Be "No member is in a group 'Saless'. Did you mean 'Sales'?"
    }

    It 'warns with what to try when there is nobody at all' {
        $alone = Invoke-Pwsh "Start-IpMsgListener -Address 127.0.0.7 -Port $($lan.Port); Get-IpMsgMember"
        $alone.Output -replace '\s+', ' ' | Should -Match 'WARNING: No member has answered: 127\.0\.0\.7 reaches nobody but this machine'
        $alone.ExitCode | Should -Be 0
    }
}

Describe 'Send-IpMsg with -ErrorAction Stop' {
    It 'emits what was confirmed before the error ends it' {
        $sent = [System.Collections.Generic.List[object]]::new()
        {
            Send-IpMsg suzuki, 127.0.0.9, sato hello -TimeoutSec 1 -ErrorAction Stop | ForEach-Object { $sent.Add($_) }
        } | Should -Throw -ErrorId 'MessageUnconfirmed,*'
        ($sent | Where-Object Status -EQ Confirmed).To | Sort-Object | Should -Be sato, suzuki
        $suzuki, $sato | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }
}

Describe 'Get-IpMsgMember -HostList' {
    It 'says that no list came' {
        { Get-IpMsgMember -HostList 127.0.0.9 -TimeoutSec 0.3 -ErrorAction Stop } | Should -Throw "'127.0.0.9' sent no host list in time."
    }
}
