# Names and groups of contacts wherever members are named, and strangers that take such a name.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $own = Join-Path $lan.Folder 'contacts.json'
    $env:IPMSG_CONTACTS = $own
    $env:IPMSG_DATAPATH = Join-Path $lan.Folder 'data'
    $me = Add-TestMember $lan tanaka Ops ((Get-TestIdentity $lan tanaka) + @{ DataPath = $env:IPMSG_DATAPATH }) -Here
    $suzuki = Add-TestMember $lan suzuki Ops (Get-TestIdentity $lan suzuki)
    # A stranger who calls itself as the contact does.
    $stranger = Add-TestMember $lan Taro Ops (Get-TestIdentity $lan mallory)
    $plain = Add-TestMember $lan plain Old ((Get-TestIdentity $lan plain) + @{ Encryption = 'Off' })
    Wait-TestLan $lan
    $fingerprint = (Get-IpMsgKey -Own -Listener $suzuki)[0].Fingerprint

    # The texts that somebody has got.
    function Read-Inbox($Listener) { (Receive-IpMsg -Listener $Listener).Text }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'The name of a contact' {
    BeforeEach {
        Remove-Item $own -ErrorAction Ignore
        Set-IpMsgContact Taro -UserName suzuki -HostName suzuki-pc -Group crew
        Set-IpMsgContact Old -UserName plain -Group crew
        Set-IpMsgContact Away -UserName away -HostName away-pc
        $suzuki, $stranger, $plain | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'means the contact, and says so when a stranger has the name' {
        $delivery = Send-IpMsg Taro 'for suzuki' -WarningVariable warning -WarningAction SilentlyContinue
        $delivery.To, $delivery.EndPoint, "$($delivery.Status)" | Should -Be 'Taro', $suzuki.EndPoint, 'Confirmed'
        "$warning" | Should -BeLike "*'Taro' is also the name of Taro (mallory*Meant is the contact: suzuki@suzuki-pc*"
        Read-Inbox $suzuki | Should -Be 'for suzuki'
        Read-Inbox $stranger | Should -BeNullOrEmpty
    }

    It 'never means the stranger, also while the contact is not there' {
        Set-IpMsgContact Taro -UserName somebody
        $problem = { Send-IpMsg Taro secret -ErrorAction Stop } | Should -Throw -ErrorId 'ContactNotPresent,*' -PassThru
        "$problem" | Should -BeLike "*'Taro' (somebody@suzuki-pc) is not present*"
        $problem.TargetObject | Should -BeOfType ([IpMsg.PowerShell.IpMsgContact])
        $problem.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        Send-IpMsg T*, *aro hello -ErrorAction SilentlyContinue
        Test-IpMsgMember Taro -Quiet | Should -BeFalse
        Get-IpMsgMember Taro -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Read-Inbox $stranger | Should -BeNullOrEmpty
        # Under its own names the stranger is a member like any other.
        (Send-IpMsg mallory@mallory-pc hi).EndPoint | Should -Be $stranger.EndPoint
    }

    It 'says with -Verbose whom it means' {
        $said = Send-IpMsg Old hi -Encryption Off -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$said" | Should -BeLike "*'Old' is the contact plain@`* of $own, now at $($plain.EndPoint)*"
    }

    It 'tells who is not there, and the line to type' {
        $problem = { Send-IpMsg Away hi -ErrorAction Stop } | Should -Throw -ErrorId 'ContactNotPresent,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Set-IpMsgContact Away -Address*'
    }

    It 'is found by wildcards, groups, contacts from the pipeline and numbers of them' {
        (Send-IpMsg T* hi).To | Should -Be 'suzuki'
        (Get-IpMsgContact Taro | Send-IpMsg 'piped').To | Should -Be 'Taro'
        (Get-IpMsgContact -Group crew | Send-IpMsg 'crew').To | Sort-Object | Should -Be 'Old', 'Taro'
        $sent = Send-IpMsg crew 'all' -ErrorVariable problems -ErrorAction SilentlyContinue
        $sent.To | Sort-Object | Should -Be 'Old', 'Taro'
        Set-IpMsgContact Away -Group crew
        $sent = Send-IpMsg crew 'some' -ErrorVariable problems -ErrorAction SilentlyContinue
        $sent.To | Sort-Object | Should -Be 'Old', 'Taro'
        $problems.FullyQualifiedErrorId | Should -Be 'ContactNotPresent,IpMsg.PowerShell.Commands.SendIpMsgCommand'
        $problems[0].TargetObject.Name | Should -Be 'Away'
        (Read-Inbox $suzuki) | Should -Be 'hi', 'piped', 'crew', 'all', 'some'
    }

    It 'is known to Get-, Test-IpMsgMember, keys, deliveries and offers' {
        (Get-IpMsgMember Taro).NickName | Should -Be 'suzuki'
        (Get-IpMsgMember crew).NickName | Sort-Object | Should -Be 'plain', 'suzuki'
        (Get-IpMsgMember -GroupName crew).NickName | Sort-Object | Should -Be 'plain', 'suzuki'
        (Test-IpMsgMember Taro).IsReachable | Should -BeTrue
        (Test-IpMsgMember crew).To | Should -Be 'Old', 'Taro'
        $null = Send-IpMsg Taro hi -WarningAction SilentlyContinue
        (Get-IpMsgKey Taro).HostName | Should -Be 'suzuki-pc'
        (Confirm-IpMsgKey Taro -Fingerprint $fingerprint).IsVerified | Should -BeTrue
        (Get-IpMsgDelivery -To Taro -Last 1).EndPoint | Should -Be $suzuki.EndPoint
        $null = Send-IpMsg Taro -Attachment $own -WarningAction SilentlyContinue
        (Get-IpMsgOffer -To crew).Name | Should -Be 'contacts.json'
        Get-IpMsgOffer | Remove-IpMsgOffer
    }

    It 'is the sender of received messages and the other side of the history' {
        $null = Send-IpMsg tanaka 'from suzuki' -Listener $suzuki
        $null = Send-IpMsg tanaka 'from a stranger' -Listener $stranger
        $null = Send-IpMsg tanaka 'from plain' -Listener $plain
        Wait-Until { @(Receive-IpMsg -Peek).Count -eq 3 }
        (Receive-IpMsg -From Taro -Peek).Text | Should -Be 'from suzuki'
        (Receive-IpMsg -From crew -Peek).Text | Should -Be 'from suzuki', 'from plain'
        (Receive-IpMsg -From (Get-IpMsgContact Taro) -Peek).Text | Should -Be 'from suzuki'
        $null = Receive-IpMsg
        (Get-IpMsgHistory Taro -Last 1).Text | Should -Be 'from suzuki'
        (Get-IpMsgHistory crew -Last 2).Text | Should -Be 'from suzuki', 'from plain'
    }

    It 'completes where members are named, as the contact, and strangers with the name by their endpoint' {
        function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
        Complete 'Send-IpMsg Ta' | Should -Be 'Taro', "'$($stranger.EndPoint)'"
        Complete 'Send-IpMsg cr' | Should -Be 'crew'
        Complete 'Receive-IpMsg -From cr' | Should -Be 'crew'
        Complete 'Get-IpMsgMember -GroupName cr' | Should -Be 'crew'
        Complete 'Test-IpMsgMember Awa' | Should -Be 'Away'
        Complete 'Confirm-IpMsgKey Aw' | Should -Be 'Away'
        Complete 'Get-IpMsgHistory Aw' | Should -Be 'Away'
    }
}

Describe 'The key of a contact' {
    It 'lets only the member with this key be the contact' {
        Set-IpMsgContact Taro -UserName suzuki -HostName suzuki-pc -Fingerprint $fingerprint
        $delivery = Send-IpMsg Taro hi -WarningAction SilentlyContinue
        $delivery.EndPoint, $delivery.IsEncrypted | Should -Be $suzuki.EndPoint, $true
        Set-IpMsgContact Taro -Fingerprint ('0' * 16)
        $problem = { Send-IpMsg Taro hi -ErrorAction Stop } | Should -Throw -ErrorId 'ContactNotPresent,*' -PassThru
        "$problem" | Should -BeLike '*its key is not the one of the contact*'
    }

    It 'is checked by encryption, so plaintext is refused' {
        Set-IpMsgContact Taro -UserName suzuki -HostName suzuki-pc -Fingerprint $fingerprint
        { Send-IpMsg Taro hi -Encryption Off -ErrorAction Stop -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'EncryptionNotPossible,*'
    }

    It 'has to have signed a message' {
        Set-IpMsgContact Taro -UserName suzuki -HostName suzuki-pc -Fingerprint $fingerprint
        $null = Send-IpMsg tanaka signed -Listener $suzuki
        Wait-Until { Receive-IpMsg -From Taro -Peek }
        (Receive-IpMsg -From Taro).Text | Should -Be 'signed'
    }
}

Describe 'Encryption and encoding of a contact' {
    It 'make the protection stronger, however the contact is named' {
        Set-IpMsgContact Old -UserName plain -Encryption Required
        'Old', 'plain', $plain.EndPoint | ForEach-Object {
            { Send-IpMsg $_ hi -ErrorAction Stop } | Should -Throw -ErrorId 'EncryptionNotPossible,*' -Because $_
        }
        # Others of the same message are not affected, and the parameter wins.
        $sent = Send-IpMsg Old, suzuki hi -ErrorAction SilentlyContinue
        ($sent | Where-Object Status -EQ Confirmed).To | Should -Be 'suzuki'
        (Send-IpMsg Old hi -Encryption Auto).Status | Should -Be 'Confirmed'
    }

    It 'do not have a message to a known key sent in plaintext' {
        Set-IpMsgContact Taro -UserName suzuki -HostName suzuki-pc -Encryption Off -Fingerprint ''
        $said = Send-IpMsg Taro hi -Verbose -WarningAction SilentlyContinue 4>&1
        ($said | Where-Object { $_ -is [IpMsg.PowerShell.IpMsgDelivery] }).IsEncrypted | Should -BeTrue
        "$said" | Should -BeLike '*Off of the contact*does not apply: its key is pinned*'
    }

    It 'are checked' {
        { Send-IpMsg suzuki hi -Encoding nonsense -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidEncoding,*'
    }
}

Describe 'A file of contacts that cannot be read' {
    AfterEach {
        Remove-Item $own -ErrorAction Ignore
    }

    It 'does not keep a listener from starting, and names wait until it is corrected' {
        Set-Content $own '{ "version": 1,', '  "contacts": [', '<<<<<<< HEAD'
        $start = @{ Address = '127.0.0.7'; Port = $lan.Port; BroadcastAddress = $suzuki.EndPoint; PassThru = $true; ContactPath = $own }
        $shell = New-TestShell $lan
        $other = Invoke-TestShell $shell { param($start) Start-IpMsgListener @start -HostName seven } $start
        "$($shell.Streams.Warning)" | Should -BeLike "*'$own'*line 3, column 1*"
        $other.Problems.Part | Should -Be 'Contacts'
        Wait-Until { $other.MemberCount -gt 0 }
        { Send-IpMsg suzuki hi -Listener $other -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidContactFile,*'
        # An address is nobody's name.
        (Send-IpMsg $suzuki.EndPoint hi -Listener $other).Status | Should -Be 'Confirmed'
        Set-Content $own '{ "version": 1, "contacts": [] }'
        (Send-IpMsg suzuki hi -Listener $other).Status | Should -Be 'Confirmed'
        $other.Problems | Should -BeNullOrEmpty
        # Of a file that could be read before, the contacts of then count.
        Set-IpMsgContact Away -UserName away -ContactPath $own -Listener $other
        { Send-IpMsg Away hi -Listener $other -ErrorAction Stop } | Should -Throw -ErrorId 'ContactNotPresent,*'
        Add-Content $own 'garbage'
        { Send-IpMsg Away hi -Listener $other -ErrorAction Stop } | Should -Throw -ErrorId 'ContactNotPresent,*'
        (Send-IpMsg suzuki hi -Listener $other).Status | Should -Be 'Confirmed'
        $other | Stop-IpMsgListener -WarningAction SilentlyContinue
    }
}

Describe 'The addresses of a contact' {
    It 'are asked at the start and when they change, so that its member is there without a broadcast' {
        $file = Join-Path $lan.Folder 'places.json'
        Set-IpMsgContact Taro -UserName suzuki -HostName suzuki-pc -Address $suzuki.EndPoint, "localhost:$($lan.Port)" -ContactPath $file
        $start = @{ Address = '127.0.0.6'; Port = $lan.Port; PassThru = $true; ContactPath = $file; HostName = 'six' }
        $other = Invoke-TestShell (New-TestShell $lan) { param($start) Start-IpMsgListener @start } $start
        Wait-Until { (Get-IpMsgContact Taro -Listener $other).IsPresent }
        Set-IpMsgContact Old -UserName plain -Address $plain.EndPoint -ContactPath $file -Listener $other
        Wait-Until { (Get-IpMsgContact Old -Listener $other).IsPresent }
        $other | Stop-IpMsgListener -WarningAction SilentlyContinue
    }
}
