BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here
    $suzuki = Add-TestMember $lan suzuki
    Wait-TestLan $lan
    $file = New-Item (Join-Path $lan.Folder 'a.txt') -Value contents
    $target = (New-Item (Join-Path $lan.Folder taken) -ItemType Directory).FullName
    $place = @{ Port = $lan.Port; Address = '127.0.0.6' }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Start-ThreadJob' {
    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'sends with a listener that was handed over' {
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Send-IpMsg suzuki 'from a job' -Listener $using:here
        }
        $delivery = $job | Receive-Job -Wait -AutoRemoveJob
        $delivery.To, $delivery.Status | Should -Be suzuki, Confirmed
        $message = Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $suzuki
        $message.Text, "$($message.From.EndPoint)" | Should -Be 'from a job', "127.0.0.2:$($lan.Port)"
    }

    It 'gives live objects back' {
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Send-IpMsg suzuki secret -Sealed -Listener $using:here
        }
        $delivery = $job | Receive-Job -Wait -AutoRemoveJob
        Receive-IpMsg -Open -TimeoutSec 20 -Count 1 -Listener $suzuki | Should -Not -BeNullOrEmpty
        Wait-Until { $delivery.OpenedAt }
    }

    It 'answers in the background while this runspace goes on' {
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Receive-IpMsg -Wait -Count 2 -Listener $using:suzuki |
                ForEach-Object { Send-IpMsg -InReplyTo $_ "got $($_.Text)" -Listener $using:suzuki }
        }
        $null = 'one', 'two' | Send-IpMsg suzuki
        (Receive-IpMsg -TimeoutSec 20 -Count 2).Text | Sort-Object | Should -Be 'got one', 'got two'
        ($job | Receive-Job -Wait -AutoRemoveJob).Status | Should -Be Confirmed, Confirmed
    }

    It 'leaves the listener running when it ends, also when it is stopped while it waits' {
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Receive-IpMsg -Wait -Listener $using:here
        }
        Wait-Until { $job.State -eq 'Running' }
        $job | Stop-Job
        $job | Remove-Job -Force
        $here.State | Should -Be Running
        (Send-IpMsg tanaka 'still there?' -Listener $suzuki).Status | Should -Be Confirmed
        (Receive-IpMsg).Text | Should -Be 'still there?'
    }

    It 'has a listener of its own without -Listener, which ends with the job' {
        $there = $suzuki.EndPoint
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Send-IpMsg $using:there hello
            Get-IpMsgListener
        }
        $delivery, $listener = $job | Receive-Job -Wait -AutoRemoveJob
        $delivery.Status, $listener.IsImplicit | Should -Be Confirmed, $true
        Wait-Until { $listener.State -eq 'Stopped' }
        $here.State | Should -Be Running
    }

    It 'passes on the error that Send-IpMsg reports' {
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Send-IpMsg nobody hello -Listener $using:here -ErrorAction Continue
        }
        { $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop } | Should -Throw -ErrorId 'RecipientNotFound,*'
    }
}

Describe 'ForEach-Object -Parallel' {
    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'sends with one listener from many runspaces, each message once' {
        $deliveries = 1..20 | ForEach-Object -ThrottleLimit 5 -Parallel {
            Import-Module $using:manifest
            Send-IpMsg suzuki "number $_" -Listener $using:here
        }
        $deliveries.Status | Sort-Object -Unique | Should -Be Confirmed
        ($deliveries.PacketNumber | Sort-Object -Unique).Count | Should -Be 20
        (Receive-IpMsg -Listener $suzuki).Text | Sort-Object | Should -Be (1..20 | ForEach-Object { "number $_" } | Sort-Object)
        @(Get-IpMsgListener).Count | Should -Be 1
    }

    It 'shows the recipient in a session that has not imported the module' {
        $script = "1 | ForEach-Object -Parallel { Import-Module '$manifest'; Send-IpMsg $($suzuki.EndPoint) hello; " +
            "Test-IpMsgMember $($suzuki.EndPoint) }"
        $shown = (& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script | Out-String) -replace '\x1b\[[\d;]*m'
        # The host of IpMsg.Shell has imported it, and shows tables.
        $shown | Should -Match "(?m)^To +: $([regex]::Escape($suzuki.EndPoint))|^$([regex]::Escape($suzuki.EndPoint)) +Confirmed"
        $shown | Should -Not -Match '(?m)^Recipient *:'
    }

    It 'saves attachments with one listener' {
        1..3 | ForEach-Object { $null = Send-IpMsg tanaka "file $_" -Attachment $file -Listener $suzuki }
        $saved = Receive-IpMsg -TimeoutSec 20 -Count 3 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            Save-IpMsgAttachment $_ $using:target -Listener $using:here
        }
        @($saved).Count | Should -Be 3
        (Get-Content $saved.FullName) | Should -Be contents, contents, contents
    }
}

Describe 'Start-Job' {
    BeforeAll {
        $delivery = Send-IpMsg tanaka 'with a file' -Attachment $file -Listener $suzuki
        $message = Receive-IpMsg -TimeoutSec 20 -Count 1
    }

    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'saves the attachment of a message that was handed over' {
        # Files are for the address that they were offered to, or for who proves to be the same; the job has the keys.
        $job = Start-Job {
            Import-Module $using:manifest
            $place = $using:place
            Start-IpMsgListener tanaka @place
            $given = $using:message
            $given.GetType().Name
            $given | Save-IpMsgAttachment $using:target -Force
        }
        $kind, $saved = $job | Receive-Job -Wait -AutoRemoveJob
        $kind | Should -Be PSObject
        $saved.Name | Should -Be a.txt
        Get-Content (Join-Path $target a.txt) | Should -Be contents
        Wait-Until { $delivery.Offers[0].TimesTaken -ge 1 }
    }

    It 'answers a message that was handed over, as somebody else' {
        $job = Start-Job {
            Import-Module $using:manifest
            $place = $using:place
            Start-IpMsgListener 'the job' @place
            $using:message | Send-IpMsg 'from the job'
        }
        $answer = $job | Receive-Job -Wait -AutoRemoveJob
        $answer.To, $answer.Status.ToString() | Should -Be suzuki, Confirmed
        $reply = Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $suzuki
        $reply.Text, $reply.From.NickName, $reply.Signature | Should -Be 'from the job', 'the job', Valid
    }

    It 'cannot be handed a live listener, and says so' {
        $job = Start-Job {
            Import-Module $using:manifest
            Send-IpMsg suzuki hello -Listener $using:here
        }
        { $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop } | Should -Throw '*Listener*'
        $suzuki.UnreadCount | Should -Be 0
    }

    It 'gives back what can be sent to' {
        $job = Start-Job {
            Import-Module $using:manifest
            $place = $using:place
            Start-IpMsgListener 'the job' @place -BroadcastAddress 127.0.0.3
            while (-not (Get-IpMsgMember suzuki*)) { Start-Sleep -Milliseconds 50 }
            Get-IpMsgMember suzuki*
        }
        ($job | Receive-Job -Wait -AutoRemoveJob | Send-IpMsg hello).Status | Should -Be Confirmed
        (Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $suzuki).Text | Should -Be hello
    }
}
