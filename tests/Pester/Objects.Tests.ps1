BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here
    $there = Add-TestMember $lan '鈴木 一郎' 開発
    Wait-TestLan $lan
    $file = New-Item (Join-Path $lan.Folder 'a.txt') -Value contents
    $target = (New-Item (Join-Path $lan.Folder taken) -ItemType Directory).FullName
    $delivery = Send-IpMsg tanaka 'with a file' -Attachment $file -Listener $there
    $message = Receive-IpMsg -TimeoutSec 30 -Count 1
    $member = Get-IpMsgMember '鈴木 一郎'
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Methods' {
    It 'Reply answers a message' {
        $message.Reply('thanks').Status | Should -Be Confirmed
        (Receive-IpMsg -Listener $there).Text | Should -Be thanks
    }

    It 'Send writes to a member' {
        $member.Send('hello').To | Should -Be '鈴木 一郎'
        (Receive-IpMsg -Listener $there).Text | Should -Be hello
    }

    It 'Save saves attachments' {
        $message.Attachments[0].Save($target).Name | Should -Be a.txt
        $message.Save((Get-Item $target)).Name | Should -Be 'a (2).txt'
    }

    It 'Open opens' {
        $null = Send-IpMsg tanaka secret -Sealed -Listener $there
        $sealed = Receive-IpMsg -TimeoutSec 30 -Count 1
        $sealed.Text | Should -BeNullOrEmpty
        $sealed.Open().Text | Should -Be secret
    }
}

Describe 'The columns of a view' {
    It 'are properties that Select-Object, Where-Object and Sort-Object take' {
        ($delivery | Select-Object Encrypted).Encrypted | Should -BeTrue
        ($delivery | Where-Object ms -GT 0).To | Should -Be tanaka
        ($message | Select-Object Received).Received | Should -Be $message.ReceivedAt
        ($message | Select-Object Security, Kind).Security | Should -Be signed
        (Get-IpMsgMember | Sort-Object Seen).NickName | Should -Contain '鈴木 一郎'
        ($member | Select-Object 'User@Host').'User@Host' | Should -Be "$($member.UserName)@$($member.HostName)"
        (Test-IpMsgMember tanaka -Listener $there).Reachable | Should -BeTrue
        (Get-IpMsgOffer -Listener $there | Select-Object Taken, Sent).Taken | Should -BeOfType int
        (Get-IpMsgListener | Select-Object Name).Name | Should -Be tanaka
    }

    It 'do not appear twice in JSON and CSV' {
        $delivery | ConvertTo-Json -Depth 1 -WarningAction Ignore | Should -Not -Match '"(Encrypted|Opened|ms)"'
        ($delivery | ConvertTo-Csv)[0] | Should -Not -Match '"(Encrypted|Opened|ms)"'
    }
}

Describe 'ConvertTo-Json and Export-Csv' {
    BeforeAll {
        $iso = '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d'
        $offer = Get-IpMsgOffer -Listener $there | Select-Object -First 1
        $key = Get-IpMsgKey | Select-Object -First 1
        $test = Test-IpMsgMember '鈴木 一郎'
    }

    It 'write <Type> as a person would' -ForEach @(
        @{ Type = 'members'; Object = { $member }; Expected = @{ Address = '127.0.0.3'; Client = 'Standard' }; Time = 'LastSeen' }
        @{ Type = 'messages'; Object = { $message }; Expected = @{ Text = 'with a file'; Signature = 'Valid' }; Time = 'ReceivedAt'
            List = @{ Attachments = 'a.txt' } }
        @{ Type = 'deliveries'; Object = { $delivery }; Expected = @{ Status = 'Confirmed' }; List = @{ Offers = 'a.txt for tanaka' } }
        @{ Type = 'offers'; Object = { $offer }; Expected = @{ Kind = 'Regular'; Name = 'a.txt' }; Time = 'MadeAt' }
        @{ Type = 'attachments'; Object = { $message.Attachments[0] }; Expected = @{ Kind = 'Regular'; Address = '127.0.0.3' }
            Time = 'LastWriteTime' }
        @{ Type = 'keys'; Object = { $key }; Expected = @{ IsOwn = $false; HasChanged = $false }; Time = 'FirstSeenAt' }
        @{ Type = 'tests'; Object = { $test }; Expected = @{ IsReachable = $true; Client = 'Standard' } }
        @{ Type = 'listeners'; Object = { $here }; Expected = @{ State = 'Running'; Encryption = 'Auto' }; Time = 'StartedAt' }
    ) {
        $original = & $Object
        $json = $original | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $csv = $original | ConvertTo-Csv | ConvertFrom-Csv
        foreach ($each in $Expected.GetEnumerator()) {
            $json.($each.Key) | Should -Be $each.Value
            $csv.($each.Key) | Should -Be "$($each.Value)"
        }
        if ($original.PSObject.Properties['EndPoint']) {
            $json.EndPoint, $csv.EndPoint | Should -Be $original.EndPoint, $original.EndPoint
            $original.EndPoint | Should -Match '^127\.0\.0\.\d:\d+$'
        }
        if ($original.PSObject.Properties['RoundTripMs']) {
            $json.RoundTripMs | Should -BeOfType double
            [double]$csv.RoundTripMs | Should -BeGreaterThan 0
        }
        if ($Time) {
            ($original | ConvertTo-Json -Depth 1 -WarningAction Ignore) | Should -Match "`"$Time`": `"\d{4}-\d\d-\d\dT"
            $csv.$Time | Should -Match $iso
            [datetimeoffset]$csv.$Time | Should -Be $original.$Time
            $original.$Time | Should -BeOfType datetimeoffset
            $original.$Time -gt [datetime]'2000-01-01' | Should -BeTrue
        }
        foreach ($each in $List.Keys) {
            $csv.$each | Should -Be $List.$each
        }
    }

    It 'leave times what they are' {
        $time = $message.ReceivedAt
        $time.ToString('yyyy') | Should -Be $time.Year
        $time.ToString('MMMM', [cultureinfo]'en-US') | Should -Be $time.DateTime.ToString('MMMM', [cultureinfo]'en-US')
        $time.ToString([cultureinfo]'en-US') | Should -Match '/'
        $time.ToLocalTime().Offset | Should -BeOfType timespan
        [string]::Format('{0:yyyy}', $time) | Should -Be $time.Year
        # The engine takes the text for Export-Csv here; about_IpMsg_Objects says so.
        '{0:yyyy}' -f $time | Should -Match $iso
        [datetimeoffset]::Now - $time | Should -BeOfType timespan
    }

    It 'need no depth for a message and a delivery with files' {
        $null = $delivery | ConvertTo-Json -WarningVariable warned -WarningAction SilentlyContinue
        $null = $message | ConvertTo-Json -WarningVariable +warned -WarningAction SilentlyContinue
        $warned | Should -BeNullOrEmpty
    }

    It 'write lists by their elements' {
        ($delivery | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json).Offers | Should -Be 'a.txt for tanaka'
        ($message | ConvertTo-Csv | ConvertFrom-Csv).Attachments | Should -Be a.txt
    }
}

Describe 'Objects that Pester makes' {
    It 'are recipients' {
        $mock = New-MockObject -Type IpMsg.PowerShell.IpMsgMember -Properties @{ NickName = 'x'; EndPoint = $there.EndPoint }
        ($mock | Send-IpMsg hi).Status | Should -Be Confirmed
        ([pscustomobject]@{ Address = $member.Address; Port = $member.Port } | Send-IpMsg hi).Status | Should -Be Confirmed
    }
}

Describe 'Messages that went through a file' {
    It 'are opened and removed at the listener that has them' {
        $null = Send-IpMsg tanaka secret -Sealed -Listener $there
        Receive-IpMsg -TimeoutSec 30 -Count 1 | Export-Clixml "$($lan.Folder)/sealed.xml"
        $copy = Import-Clixml "$($lan.Folder)/sealed.xml"
        ($copy | Open-IpMsg).Text | Should -Be secret
        $copy | Remove-IpMsg
        { $copy | Open-IpMsg -ErrorAction Stop } | Should -Throw '*was removed*'
    }

    It 'are named when the listener does not have them' {
        $copy = [pscustomobject]@{ PacketNumber = '1'; From = [pscustomobject]@{ EndPoint = '10.0.0.1:2425' } }
        { Open-IpMsg $copy } | Should -Throw '*does not have the message*'
    }
}

Describe 'Objects that went through <Name>' -ForEach @(
    @{ Name = 'Export-Clixml'; Revive = { $_ | Export-Clixml "$($lan.Folder)/x.xml"; Import-Clixml "$($lan.Folder)/x.xml" } }
    @{ Name = 'a job'; Revive = { Start-Job { $input } -InputObject $_ | Receive-Job -Wait -AutoRemoveJob } }
) {
    BeforeAll {
        $revived = $message, $member, $delivery, $here, (Get-IpMsgKey | Select-Object -First 1) | ForEach-Object { & $Revive }
    }

    It 'keep their properties' {
        $revived[0].Text, $revived[0].From.NickName, $revived[0].Attachments[0].Name | Should -Be 'with a file', '鈴木 一郎', 'a.txt'
        $revived[1].NickName, $revived[1].GroupName, $revived[1].Address | Should -Be '鈴木 一郎', 開発, 127.0.0.3
        $revived[2].To, $revived[2].Status.ToString(), $revived[2].IsEncrypted, $revived[2].Offers[0].Name |
            Should -Be tanaka, Confirmed, $true, a.txt
        $revived[3].NickName, $revived[3].Counters.Messages | Should -Be tanaka, $here.Counters.Messages
        $revived[4].Digits | Should -Match '^(\d{5} ?){8}$'
    }

    It 'are recipients' {
        (Send-IpMsg $revived[0] hi).EndPoint | Should -Be $there.EndPoint
        ($revived[1] | Send-IpMsg hi).To | Should -Be '鈴木 一郎'
        (Test-IpMsgMember $revived[1]).IsReachable | Should -BeTrue
        ($revived[2] | Test-IpMsgMember -Quiet) | Should -BeTrue
    }

    It 'keep their methods' {
        $revived[0].Reply('again').Status | Should -Be Confirmed
        $revived[1].Send('again').Status | Should -Be Confirmed
        $revived[0].Save($target).Length | Should -Be 8
    }
}
