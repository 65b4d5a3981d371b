# Messages for members that are away: what a user queues is sent by a later listener, in order, once, and only to whom it is meant for.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $env:IPMSG_DATAPATH = Join-Path $lan.Folder 'data'
    $env:IPMSG_NOSTORE = $null
    $suzukiOptions = (Get-TestIdentity $lan suzuki) + @{ NoStore = $true }
    $me = Add-TestMember $lan tanaka Ops ((Get-TestIdentity $lan tanaka) + @{ DataPath = $env:IPMSG_DATAPATH }) -Here
    # Functions and tests share what is in it: suzuki's listener changes.
    $now = @{ Suzuki = Add-TestMember $lan suzuki Ops $suzukiOptions }
    Wait-TestLan $lan
    $suzukiPlace = $now.Suzuki.Address
    Set-IpMsgContact Suzuki -UserName suzuki -HostName suzuki-pc
    Set-IpMsgContact Nora -UserName nora -HostName nora-pc

    function Stop-Suzuki {
        if ($now.Suzuki) { $now.Suzuki | Stop-IpMsgListener -WarningAction SilentlyContinue }
        $now.Suzuki = $null
        Wait-Until { -not (Get-IpMsgMember -GroupName Ops | Where-Object UserName -EQ suzuki) }
    }

    function Start-Suzuki([hashtable] $Options = $suzukiOptions) {
        $settings = $Options + @{
            NickName         = 'suzuki'
            GroupName        = 'Ops'
            Address          = $suzukiPlace
            Port             = $lan.Port
            BroadcastAddress = @(Get-OtherEndPoint $lan $suzukiPlace)
            PassThru         = $true
            ErrorAction      = 'Stop'
        }
        $now.Suzuki = Invoke-TestShell (New-TestShell $lan) { param($settings) Start-IpMsgListener @settings } $settings
    }

    # The next texts that suzuki gets.
    function Read-Next([int] $Count) {
        $texts = [System.Collections.Generic.List[string]]::new()
        Wait-Until {
            Receive-IpMsg -Listener $now.Suzuki | ForEach-Object { $texts.Add($_.Text) }
            $texts.Count -ge $Count
        } -TimeoutSec 60
        $texts
    }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Send-IpMsg -Queue' {
    BeforeEach {
        Get-IpMsgQueue | Remove-IpMsgQueue
    }

    It 'sends to a member that is there, and nothing waits' {
        $delivery = Send-IpMsg Suzuki 'now' -Queue
        $delivery.Status, $delivery.QueueId, $delivery.MayBeTwice | Should -Be 'Confirmed', $null, $false
        Get-IpMsgQueue | Should -BeNullOrEmpty
        Read-Next 1 | Should -Be 'now'
    }

    It 'keeps what is for a contact that is away, and sends it in order when it comes' {
        Stop-Suzuki
        $deliveries = 'one', 'two', 'three' | Send-IpMsg Suzuki -Queue -ErrorVariable problem
        $problem | Should -BeNullOrEmpty
        $deliveries.Status | Should -Be 'Queued', 'Queued', 'Queued'
        $waiting = Get-IpMsgQueue Suzuki
        $waiting.Text | Should -Be 'one', 'two', 'three'
        $waiting.State | Should -Be 'Waiting', 'Waiting', 'Waiting'
        $waiting.Id | Should -Be $deliveries.QueueId
        $waiting[0].Recipient, $waiting[0].To, $waiting[0].Attempts | Should -Be 'suzuki@suzuki-pc', 'Suzuki', 0
        ($waiting[0].Expires - $waiting[0].Queued).TotalDays | Should -Be 7
        (Get-IpMsgDelivery -Status Queued -Last 3).Text | Should -Be 'one', 'two', 'three'
        Start-Suzuki
        Read-Next 3 | Should -Be 'one', 'two', 'three'
        Wait-Until { -not (Get-IpMsgQueue) }
        # The deliveries of before have become those of now, and so has the history.
        $deliveries.Status | Should -Be 'Confirmed', 'Confirmed', 'Confirmed'
        Wait-Until { "$((Get-IpMsgHistory -Last 3).Deliveries.Status)" -eq 'Confirmed Confirmed Confirmed' }
    }

    It 'lets a script end, and a later session send' {
        Stop-Suzuki
        $script = "`$null = Start-IpMsgListener -Address 127.0.0.5 -Port $($lan.Port) -UserName tanaka -HostName tanaka-pc" +
            " -KeyPath '$($lan.Folder)/keys-tanaka'; (Send-IpMsg Suzuki 'from the script' -Queue).Status; Stop-IpMsgListener"
        (Invoke-Pwsh $script).Output | Should -Be 'Queued'
        (Get-IpMsgQueue).Text | Should -Be 'from the script'
        Start-Suzuki
        Read-Next 1 | Should -Be 'from the script'
        Wait-Until { -not (Get-IpMsgQueue) }
    }

    It 'keeps a message without a contact for a member whose key is known, and gives it to nobody else' {
        Stop-Suzuki
        (Send-IpMsg suzuki@suzuki-pc 'for the key' -Queue).Status | Should -Be 'Queued'
        # Somebody with the names and another key.
        $stranger = @{ UserName = 'suzuki'; HostName = 'suzuki-pc'; KeyPath = Join-Path $lan.Folder 'keys-mallory'; NoStore = $true }
        Start-Suzuki $stranger
        Wait-Until { Get-IpMsgMember -GroupName Ops | Where-Object UserName -EQ suzuki }
        (Get-IpMsgQueue).State | Should -Be 'Waiting'
        Receive-IpMsg -Listener $now.Suzuki | Should -BeNullOrEmpty
        Stop-Suzuki
        Start-Suzuki
        Read-Next 1 | Should -Be 'for the key'
    }

    It 'sends what is sealed, locked and has files as it is' {
        Stop-Suzuki
        $file = Join-Path $lan.Folder 'report.txt'
        Set-Content $file 'the report'
        $null = Send-IpMsg Suzuki 'a secret' -Queue -Sealed -Locked -Attachment $file -Expires 2.00:00
        $waiting = Get-IpMsgQueue
        $waiting.IsSealed, $waiting.IsLocked, $waiting.Files | Should -Be $true, $true, $file
        ($waiting.Expires - $waiting.Queued).TotalDays | Should -BeGreaterThan 1.9
        # On the disk neither the text nor the name can be read.
        $stored = Get-ChildItem (Join-Path $env:IPMSG_DATAPATH 'queue/user-tanaka') -Filter *.json | Get-Content -Raw
        "$stored" | Should -Not -Match 'a secret|report'
        Start-Suzuki
        Wait-Until { $now.Message = Receive-IpMsg -Listener $now.Suzuki; $now.Message } -TimeoutSec 60
        $message = $now.Message
        $message.IsSealed, $message.IsLocked | Should -Be $true, $true
        $message = $message | Open-IpMsg -Listener $now.Suzuki
        $message.Text, $message.Attachments.Name | Should -Be 'a secret', 'report.txt'
        $folder = New-Item (Join-Path $lan.Folder 'taken') -ItemType Directory
        $null = $message | Save-IpMsgAttachment -Path $folder -Listener $now.Suzuki
        Get-Content (Join-Path $folder 'report.txt') | Should -Be 'the report'
    }

    It 'sends nothing when a file has changed, and says why' {
        Stop-Suzuki
        $file = Join-Path $lan.Folder 'draft.txt'
        Set-Content $file 'first'
        $null = Send-IpMsg Suzuki 'the draft' -Queue -Attachment $file
        $null = Send-IpMsg Suzuki 'behind it' -Queue
        Set-Content $file 'something else'
        Start-Suzuki
        Read-Next 1 | Should -Be 'behind it'
        $failed = Get-IpMsgQueue -State Failed
        $failed.Text, $failed.MayBeTwice | Should -Be 'the draft', $false
        $failed.Reason | Should -BeLike '*draft.txt*has changed*'
    }

    It 'refuses names that nobody has, and arguments that contradict it' {
        { Send-IpMsg nobody hi -Queue -ErrorAction Stop } | Should -Throw -ErrorId 'RecipientNotFound,*'
        { Send-IpMsg Nora hi -Expires 1:00 } | Should -Throw -ErrorId 'AmbiguousInput,*'
        { Send-IpMsg hi -Queue -Broadcast } | Should -Throw -ErrorId 'AmbiguousInput,*'
        { Send-IpMsg Nora hi -Queue -NoAnnounce } | Should -Throw -ErrorId 'AmbiguousInput,*'
        { Send-IpMsg Nora hi -Queue -Expires 0:00 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Send-IpMsg Nora hi -Queue -Expires soon } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Send-IpMsg Nora hi -Queue -Listener $now.Suzuki } | Should -Throw -ErrorId 'QueueNotUsable,*'
        Send-IpMsg Nora hi -Queue -WhatIf | Should -BeNullOrEmpty
        Get-IpMsgQueue | Should -BeNullOrEmpty
    }

    It 'takes a time as -Expires, and shows what has expired' {
        $null = Send-IpMsg Nora 'late' -Queue -Expires (Get-Date).AddMilliseconds(1500)
        Wait-Until { (Get-IpMsgQueue).State -eq 'Expired' }
        (Get-IpMsgQueue -State Expired).Text | Should -Be 'late'
    }
}

Describe 'Get-IpMsgQueue and Remove-IpMsgQueue' {
    BeforeEach {
        Get-IpMsgQueue | Remove-IpMsgQueue
        $first, $second = 'first', 'second' | Send-IpMsg Nora -Queue
    }

    It 'select by recipient, number and state, and complete with Tab' {
        (Get-IpMsgQueue N*).Text | Should -Be 'first', 'second'
        (Get-IpMsgQueue nora@nora-pc).Text | Should -Be 'first', 'second'
        Get-IpMsgQueue suzuki | Should -BeNullOrEmpty
        (Get-IpMsgQueue -Id $second.QueueId).Text | Should -Be 'second'
        ($first | Get-IpMsgQueue).Text | Should -Be 'first'
        (TabExpansion2 'Get-IpMsgQueue No' 17).CompletionMatches.CompletionText | Should -Contain 'Nora'
        (TabExpansion2 'Remove-IpMsgQueue ' 18).CompletionMatches.CompletionText | Should -Contain "$($first.QueueId)"
    }

    It 'withdraw what is piped or named, and nothing with -WhatIf' {
        Get-IpMsgQueue | Remove-IpMsgQueue -WhatIf
        (Get-IpMsgQueue).Count | Should -Be 2
        $first | Remove-IpMsgQueue
        (Get-IpMsgQueue).Text | Should -Be 'second'
        Remove-IpMsgQueue $second.QueueId
        Get-IpMsgQueue | Should -BeNullOrEmpty
        { Remove-IpMsgQueue $second.QueueId -ErrorAction Stop } | Should -Throw -ErrorId 'QueuedMessageNotFound,*'
    }

    It 'name a damaged file, show the others, and remove it' {
        $path = Join-Path $env:IPMSG_DATAPATH ('queue/user-tanaka/message-{0:d10}.json' -f $first.QueueId)
        Set-Content $path '{"v":1'
        (Get-IpMsgQueue -ErrorVariable problem -ErrorAction SilentlyContinue).Text | Should -Be 'second'
        $problem.FullyQualifiedErrorId | Should -BeLike 'QueueNotUsable,*'
        "$problem" | Should -BeLike "*$path*"
        Remove-IpMsgQueue $first.QueueId
        (Get-IpMsgQueue).Text | Should -Be 'second'
    }

    It 'work without a listener, in another folder, for another user' {
        $out = Invoke-Pwsh "Get-IpMsgQueue -UserName tanaka | ForEach-Object { `$_.Text }; Get-IpMsgQueue -DataPath '$($lan.Folder)/none'"
        $out.Output -split '\s+' | Should -Be 'first', 'second'
        $out.ExitCode | Should -Be 0
    }

    It 'make JSON and tables that people can read' {
        $json = Get-IpMsgQueue -Id $first.QueueId | ConvertTo-Json | ConvertFrom-Json
        $json.To, $json.State, $json.Text, $json.MayBeTwice | Should -Be 'Nora', 'Waiting', 'first', $false
        $table = Get-IpMsgQueue | Out-String
        $table | Should -Match 'Id\s+To\s+State\s+Queued\s+Expires\s+Attempts\s+Text'
        $table | Should -Match 'Nora\s+Waiting'
        "$(Get-IpMsgQueue -Id $first.QueueId)" | Should -Be "$($first.QueueId) Nora: Waiting"
    }
}
