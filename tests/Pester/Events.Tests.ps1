BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here
    $there = Add-TestMember $lan suzuki Sales
    Wait-TestLan $lan
}

AfterAll {
    Get-EventSubscriber | Unregister-Event
    Get-Event | Remove-Event
    Remove-TestLan $lan
}

Describe 'Register-ObjectEvent on a listener' {
    AfterEach {
        Get-EventSubscriber | Unregister-Event
        Get-Event | Remove-Event
        $null = Receive-IpMsg
    }

    It 'tells of messages, which stay in the inbox' {
        Register-ObjectEvent $here MessageReceived -SourceIdentifier ipmsg
        $null = Send-IpMsg tanaka hello -Listener $there
        $raised = Wait-Event ipmsg -Timeout 30
        $raised.SourceEventArgs.Message.Text | Should -Be hello
        $raised.SourceEventArgs.Message.From.NickName | Should -Be suzuki
        $raised.Sender | Should -Be $here
        (Receive-IpMsg).Text | Should -Be hello
    }

    It 'runs an action that answers and takes the message' {
        $job = Register-ObjectEvent $here MessageReceived -Action {
            Receive-IpMsg | Where-Object { -not $_.IsAutomatic } | ForEach-Object { $_.Reply("you said $($_.Text)") }
        }
        $null = Send-IpMsg tanaka hello -Listener $there
        # Actions run between our statements, and Wait-Until is made of some.
        Wait-Until { $there.UnreadCount -eq 1 }
        (Receive-IpMsg -Listener $there).Text | Should -Be 'you said hello'
        $here.UnreadCount | Should -Be 0
        $job.Error | Should -BeNullOrEmpty
    }

    It 'tells of members, deliveries and downloads' {
        Register-ObjectEvent $here MemberChanged -SourceIdentifier member
        Register-ObjectEvent $here DeliveryChanged -SourceIdentifier delivery
        Register-ObjectEvent $here OfferChanged -SourceIdentifier offer
        Set-IpMsgPresence -GroupName Ops -Listener $there
        "$((Wait-Event member -Timeout 30).SourceEventArgs)" | Should -Be 'suzuki: Changed'
        $file = New-Item (Join-Path $lan.Folder 'a.txt') -Value contents
        $null = Send-IpMsg suzuki hi -Attachment $file
        (Wait-Event delivery -Timeout 30).SourceEventArgs.Change | Should -Be Confirmed
        $null = New-Item (Join-Path $lan.Folder taken) -ItemType Directory
        (Receive-IpMsg -Listener $there).Save((Join-Path $lan.Folder taken)).Name | Should -Be a.txt
        Wait-Until { (Get-Event offer).SourceEventArgs.State -contains 'Taken' }
    }

    It 'costs nothing before and after' {
        Get-EventSubscriber | Should -BeNullOrEmpty
        $null = Send-IpMsg tanaka hello -Listener $there
        Get-Event | Should -BeNullOrEmpty
    }
}
