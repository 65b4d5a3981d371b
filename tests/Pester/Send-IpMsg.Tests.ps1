BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here
    $suzuki = Add-TestMember $lan suzuki Ops
    $sato = Add-TestMember $lan sato Sales
    Wait-TestLan $lan
    $nobody = '127.0.0.9'
    function Receive-At($Listener) { Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $Listener }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Send-IpMsg' {
    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'sends a text to a name and shows its confirmation' {
        $delivery = Send-IpMsg suzuki 'Lunch?'
        $delivery.To, $delivery.Status, $delivery.Attempts | Should -Be 'suzuki', 'Confirmed', 1
        "$($delivery.EndPoint)" | Should -Be "127.0.0.3:$($lan.Port)"
        $delivery.RoundTripMs | Should -BeGreaterThan 0
        (Receive-At $suzuki).Text | Should -Be 'Lunch?'
    }

    It 'reaches <To>' -ForEach @(
        @{ To = '127.0.0.3'; Names = , '127.0.0.3' }
        @{ To = 'SU*'; Names = , 'suzuki' }
        @{ To = 'suzuki', 'sato'; Names = 'sato', 'suzuki' }
        @{ To = '*'; Names = 'sato', 'suzuki' }
        @{ To = 'suzuki', '127.0.0.3'; Names = , 'suzuki' }
    ) {
        $deliveries = Send-IpMsg $To hello
        $deliveries.To | Sort-Object | Should -Be $Names
        $deliveries.Status | Sort-Object -Unique | Should -Be 'Confirmed'
        ($deliveries.PacketNumber | Sort-Object -Unique).Count | Should -Be 1
    }

    It 'takes <What> for a recipient' -ForEach @(
        @{ What = 'a member'; Make = { Get-IpMsgMember suzuki } }
        @{ What = 'an address'; Make = { [ipaddress]'127.0.0.3' } }
        @{ What = 'an endpoint'; Make = { [System.Net.IPEndPoint]::new([ipaddress]'127.0.0.3', $lan.Port) } }
        @{ What = 'a test'; Make = { Test-IpMsgMember suzuki } }
        @{ What = 'a member from a file'; Make = {
                Get-IpMsgMember suzuki | Export-Clixml (Join-Path $lan.Folder 'member.xml')
                Import-Clixml (Join-Path $lan.Folder 'member.xml')
            }
        }
    ) {
        $recipient = & $Make
        (Send-IpMsg $recipient hello).Status | Should -Be 'Confirmed'
        ($recipient | Send-IpMsg 'hello again').Status | Should -Be 'Confirmed'
        (Receive-At $suzuki).Text | Should -Be 'hello'
        (Receive-At $suzuki).Text | Should -Be 'hello again'
    }

    It 'sends each string in the pipeline' {
        ('one', 'two' | Send-IpMsg suzuki).Status | Should -Be 'Confirmed', 'Confirmed'
        (Receive-IpMsg -Listener $suzuki).Text | Should -Be 'one', 'two'
    }

    It 'answers messages from the pipeline and with -InReplyTo' {
        $null = Send-IpMsg tanaka 'status?' -Listener $suzuki
        $message = Receive-IpMsg
        ($message | Send-IpMsg 'All is well.').To | Should -Be 'suzuki'
        $null = Send-IpMsg -InReplyTo $message 'Really.'
        (Receive-IpMsg -Listener $suzuki).Text | Should -Be 'All is well.', 'Really.'
    }

    It 'reports who did not confirm, with the delivery as the target' {
        $problem = { Send-IpMsg $nobody hello -TimeoutSec 0.3 -ErrorAction Stop } |
            Should -Throw -ErrorId 'MessageUnconfirmed,IpMsg.PowerShell.Commands.SendIpMsgCommand' -PassThru
        $problem.TargetObject.Status | Should -Be 'Unconfirmed'
        $problem.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'serves the others although one does not answer' {
        $deliveries = Send-IpMsg suzuki, $nobody, sato hello -TimeoutSec 0.5 -ErrorAction SilentlyContinue -ErrorVariable problems
        ($deliveries | Where-Object Status -EQ Confirmed).To | Sort-Object | Should -Be 'sato', 'suzuki'
        $problems.Count | Should -Be 1
    }

    It 'sends an unconfirmed delivery again under its number' {
        $delivery = Send-IpMsg 127.0.0.5 'are you there?' -TimeoutSec 0.3 -ErrorAction SilentlyContinue
        $late = Add-TestMember $lan late
        $again = $delivery | Send-IpMsg
        $again.Status, $again.PacketNumber | Should -Be 'Confirmed', $delivery.PacketNumber
        (Receive-At $late).Text | Should -Be 'are you there?'
    }

    It 'does not wait with -NoWait, and the delivery shows what became of it' {
        $delivery = Send-IpMsg suzuki hello -NoWait
        Wait-Until { $delivery.Status -eq 'Confirmed' }
    }

    It 'sends to everyone with -Broadcast, and waits for nobody' {
        $deliveries = Send-IpMsg 'Fire drill' -Broadcast
        $deliveries.Status | Sort-Object -Unique | Should -Be 'Sent'
        foreach ($listener in $suzuki, $sato) {
            $message = Receive-At $listener
            $message.Text, $message.IsBroadcast | Should -Be 'Fire drill', $true
        }
    }

    It 'sends one bare datagram with -NoAnnounce' {
        (Send-IpMsg suzuki bare -NoAnnounce).Status | Should -Be 'Sent'
        (Receive-At $suzuki).Text | Should -Be 'bare'
    }

    It 'passes on that a message is <Switch>' -ForEach @(
        @{ Switch = 'Locked'; Property = 'IsLocked' }
        @{ Switch = 'NoLog'; Property = 'NoLog' }
        @{ Switch = 'Sealed'; Property = 'IsSealed' }
    ) {
        $kind = @{ $Switch = $true }
        $null = Send-IpMsg suzuki hello @kind
        (Receive-At $suzuki).$Property | Should -BeTrue
    }

    It 'sends nothing with -WhatIf' {
        Send-IpMsg suzuki hello -WhatIf | Should -BeNullOrEmpty
        $suzuki.UnreadCount | Should -Be 0
    }

    It 'refuses <Line> with <Id>' -ForEach @(
        @{ Id = 'RecipientNotFound'; Line = 'Send-IpMsg yamada hello' }
        @{ Id = 'RecipientNotFound'; Line = 'Send-IpMsg yamada* hello' }
        @{ Id = 'InvalidRecipient'; Line = 'Send-IpMsg $true hello' }
        @{ Id = 'NoText'; Line = 'Send-IpMsg suzuki' }
        @{ Id = 'NoRecipient'; Line = '"hello" | Send-IpMsg' }
        @{ Id = 'AmbiguousInput'; Line = '"hello" | Send-IpMsg suzuki again' }
        @{ Id = 'AmbiguousInput'; Line = 'Get-IpMsgMember | Send-IpMsg suzuki hello' }
        @{ Id = 'AmbiguousInput'; Line = 'Send-IpMsg suzuki hello -Broadcast' }
        @{ Id = 'InputNotSupported'; Line = 'Get-Date | Send-IpMsg suzuki' }
        @{ Id = 'AmbiguousInput'; Line = 'Get-IpMsgMember | Send-IpMsg hello -Broadcast' }
        @{ Id = 'MessageTooLong'; Line = 'Send-IpMsg suzuki ("x" * 70000)' }
    ) {
        $ErrorActionPreference = 'Stop'
        ([scriptblock]::Create($Line)) | Should -Throw -ErrorId "$Id,IpMsg.PowerShell.Commands.SendIpMsgCommand"
        $suzuki.UnreadCount | Should -Be 0
    }

    It 'lists the candidates when several have the name' {
        $null = Add-TestMember $lan sato
        Wait-Until { @(Get-IpMsgMember sato).Count -eq 2 }
        $problem = { Send-IpMsg sato hello -ErrorAction Stop } | Should -Throw -ErrorId 'RecipientAmbiguous,*' -PassThru
        $problem.Exception.Message | Should -BeLike "*127.0.0.4:$($lan.Port)*127.0.0.6:$($lan.Port)*"
        (Send-IpMsg sato* hello).Count | Should -Be 2
    }
}

Describe 'Send-IpMsg with files' {
    BeforeAll {
        $files = New-Item (Join-Path $lan.Folder files) -ItemType Directory
        'a.log', 'b.log' | ForEach-Object { Set-Content (Join-Path $files $_) $_ }
    }

    It 'makes one message of what comes down the pipeline' {
        $delivery = Get-ChildItem $files -Filter *.log | Send-IpMsg suzuki 'logs'
        $delivery.Offers.Name | Should -Be 'a.log', 'b.log'
        $delivery | Remove-IpMsgOffer
    }

    It 'sends nothing when a file is missing' {
        { Send-IpMsg suzuki -Attachment (Join-Path $files a.log), (Join-Path $files missing) } |
            Should -Throw -ErrorId 'AttachmentNotFound,*'
        Get-IpMsgOffer | Should -BeNullOrEmpty
    }

    It 'says who did not fetch what in time' {
        $wait = @{ WaitDownload = $true; TimeoutSec = 0.3; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
        $delivery = Send-IpMsg suzuki -Attachment (Join-Path $files *.log) @wait
        $delivery.Status | Should -Be Confirmed
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AttachmentNotTaken,*'
        "$($problems[0])" | Should -Match "suzuki.*'a\.log' \(not fetched in time\), 'b\.log'"
        $delivery | Remove-IpMsgOffer
    }
}
