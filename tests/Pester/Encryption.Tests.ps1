BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here -Options (Get-TestIdentity $lan tanaka)
    $suzuki = Add-TestMember $lan suzuki -Options (Get-TestIdentity $lan suzuki)
    # A member without encryption, as old clients are.
    $old = Add-TestMember $lan old -Options @{ UserName = 'old'; HostName = 'old-pc'; Encryption = 'Off' }
    Wait-TestLan $lan
    $file = New-Item (Join-Path $lan.Folder 'a.txt') -Value contents
    $target = (New-Item (Join-Path $lan.Folder taken) -ItemType Directory).FullName
    $suite = 'RSA-2048, AES-256, SHA-256'
    function Get-Message($Listener) { Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $Listener }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Encryption' {
    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'shows in the listener' {
        $here.Encryption, $suzuki.Encryption, $old.Encryption | Should -Be Auto, Auto, Off
        $here.Fingerprint | Should -Match '^[0-9a-f]{16}$'
        $old.Fingerprint | Should -BeNullOrEmpty
        # Old names stay as they are for those who look; the fingerprint is beside them.
        $here.UserName | Should -Be tanaka
    }

    It 'shows in the delivery and in the message' {
        $delivery = Send-IpMsg suzuki hello
        $delivery.Status, $delivery.IsEncrypted, $delivery.Cipher | Should -Be Confirmed, $true, $suite
        $message = Get-Message $suzuki
        $message.Text, $message.IsEncrypted, $message.Cipher, $message.Signature | Should -Be hello, $true, $suite, Valid
        $message.From.Fingerprint | Should -Be $here.Fingerprint
    }

    It 'is there for each of many, where it can be' {
        $deliveries = Send-IpMsg * 'to all'
        ($deliveries | Where-Object IsEncrypted).To | Should -Be suzuki
        ($deliveries | Where-Object { -not $_.IsEncrypted }).To | Should -Be old
        $deliveries.Status | Should -Be Confirmed, Confirmed
        (Get-Message $suzuki).Text, (Get-Message $old).Text | Should -Be 'to all', 'to all'
    }

    It 'keeps <Kind> as it was' -ForEach @(
        @{ Kind = 'text in many scripts'; Text = '日本語 中文 한국어 русский 😀' }
        @{ Kind = 'text of several lines'; Text = "first`n`n  third" }
        @{ Kind = 'a long text'; Text = 'x' * 8000 }
    ) {
        (Send-IpMsg suzuki $Text).IsEncrypted | Should -BeTrue
        (Get-Message $suzuki).Text | Should -BeExactly $Text
    }

    It 'keeps an empty text beside a file' {
        $delivery = Send-IpMsg suzuki '' -Attachment $PSCommandPath
        $delivery.IsEncrypted | Should -BeTrue
        $message = Get-Message $suzuki
        $message.Text | Should -BeExactly ''
        $message.Attachments.Count | Should -Be 1
        $delivery | Remove-IpMsgOffer
    }

    It 'goes with sealed messages, their opening and replies' {
        $delivery = Send-IpMsg suzuki secret -Sealed
        $sealed = Get-Message $suzuki
        $sealed.IsEncrypted, $sealed.IsSealed, $sealed.Text, $sealed.Signature | Should -Be $true, $true, $null, Valid
        ($sealed | Open-IpMsg -Listener $suzuki).Text | Should -Be secret
        Wait-Until { $delivery.OpenedAt }
        (Send-IpMsg -InReplyTo $sealed 'read it' -Listener $suzuki).IsEncrypted | Should -BeTrue
        (Get-Message $here).Signature | Should -Be Valid
    }

    It 'goes with files' {
        $delivery = Send-IpMsg tanaka 'a file' -Attachment $file -Listener $suzuki
        $delivery.IsEncrypted | Should -BeTrue
        Get-Content ((Get-Message $here | Save-IpMsgAttachment $target -Force).FullName) | Should -Be contents
        Wait-Until { $delivery.Offers[0].State -eq 'Taken' }
    }

    It 'tells who else got a message' {
        $null = Send-IpMsg 127.0.0.3, 127.0.0.4 'both of you'
        (Get-Message $suzuki).IsMulticast | Should -BeTrue
    }

    It 'can be looked for in the inbox' {
        $null = Send-IpMsg tanaka signed -Listener $suzuki
        $null = Send-IpMsg tanaka plain -Listener $old
        Wait-Until { $here.UnreadCount -eq 2 }
        (Receive-IpMsg -Peek | Where-Object Signature -EQ Valid).Text | Should -Be signed
        (Receive-IpMsg | Where-Object -Not IsEncrypted).Text | Should -Be plain
    }

    It 'is not for <What>' -ForEach @(
        @{ What = 'broadcasts'; Line = 'Send-IpMsg hello -Broadcast' }
        @{ What = 'bare datagrams'; Line = 'Send-IpMsg suzuki hello -NoAnnounce' }
        @{ What = 'what is sent with -Encryption Off'; Line = 'Send-IpMsg suzuki hello -Encryption Off' }
    ) {
        $delivery = & ([scriptblock]::Create($Line)) | Select-Object -First 1
        $delivery.IsEncrypted, $delivery.Cipher | Should -Be $false, $null
        $message = Get-Message $suzuki
        $message.IsEncrypted, $message.Cipher, $message.Signature | Should -Be $false, $null, None
        # Under a name that proves nothing.
        $message.From.UserName, $message.From.Fingerprint | Should -Be tanaka, $null
    }
}

Describe '-Encryption Required' {
    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'of Send-IpMsg sends nothing to those who cannot' {
        $problem = { Send-IpMsg old hello -Encryption Required -ErrorAction Stop } |
            Should -Throw -ErrorId 'EncryptionNotPossible,IpMsg.PowerShell.Commands.SendIpMsgCommand' -PassThru
        $problem.TargetObject.Status, $problem.TargetObject.Attempts | Should -Be Refused, 0
        $problem.TargetObject.Reason | Should -Not -BeNullOrEmpty
        $problem.CategoryInfo.Category | Should -Be SecurityError
        # What comes afterwards would come after it.
        (Send-IpMsg old plain).Status | Should -Be Confirmed
        (Receive-IpMsg -Listener $old).Text | Should -Be plain
    }

    It 'serves the others' {
        $deliveries = Send-IpMsg suzuki, old hello -Encryption Required -ErrorAction SilentlyContinue -ErrorVariable problems
        ($deliveries | Where-Object Status -EQ Confirmed).To | Should -Be suzuki
        ($deliveries | Where-Object Status -EQ Refused).To | Should -Be old
        $problems.Count | Should -Be 1
        (Get-Message $suzuki).IsEncrypted | Should -BeTrue
        $old.UnreadCount | Should -Be 0
    }

    It 'offers no files to those who cannot' {
        $delivery = Send-IpMsg old files -Attachment $file -Encryption Required -ErrorAction SilentlyContinue
        $delivery.Status | Should -Be Refused
        Get-IpMsgOffer | Where-Object State -EQ Waiting | Should -BeNullOrEmpty
    }

    It 'does not go with <Line>' -ForEach @(
        @{ Line = 'Send-IpMsg hello -Broadcast -Encryption Required' }
        @{ Line = 'Send-IpMsg suzuki hello -NoAnnounce -Encryption Required' }
    ) {
        $ErrorActionPreference = 'Stop'
        ([scriptblock]::Create($Line)) | Should -Throw -ErrorId 'EncryptionNotPossible,*' -ExpectedMessage '*to everyone, or unannounced*'
        $suzuki.UnreadCount | Should -Be 0
    }

    It 'of the listener is for all messages, and one can be sent otherwise' {
        $strict = Add-TestMember $lan strict -Options ((Get-TestIdentity $lan strict) + @{ Encryption = 'Required' })
        try {
            Wait-Until { $strict.MemberCount -ge 3 }
            $strict.Encryption | Should -Be Required
            (Send-IpMsg suzuki hello -Listener $strict).IsEncrypted | Should -BeTrue
            { Send-IpMsg old hello -Listener $strict -ErrorAction Stop } | Should -Throw -ErrorId 'EncryptionNotPossible,*'
            $delivery = Send-IpMsg old hello -Encryption Auto -Listener $strict
            $delivery.Status, $delivery.IsEncrypted | Should -Be Confirmed, $false
        }
        finally {
            $strict | Stop-IpMsgListener -WarningAction SilentlyContinue
            $null = $lan.Listeners.Remove($strict)
        }
    }
}

Describe '-Encryption Verified' {
    BeforeEach {
        Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false
        $digits = (Get-IpMsgKey -Own -Listener $suzuki)[0].Digits
    }

    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'sends nothing until the digits were compared, and the error has the line for that' {
        $delivery = Send-IpMsg suzuki secret -Encryption Verified -ErrorAction SilentlyContinue -ErrorVariable problems
        $delivery.Status, $delivery.Attempts, $delivery.IsEncrypted | Should -Be Refused, 0, $false
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'KeyNotVerified,IpMsg.PowerShell.Commands.SendIpMsgCommand'
        $problems[0].CategoryInfo.Category | Should -Be SecurityError
        $problems[0].TargetObject | Should -Be $delivery
        "$problems" | Should -BeLike "*$digits*"
        $line = "Confirm-IpMsgKey 'suzuki@suzuki-pc'"
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike "*$line*"
        $suzuki.UnreadCount | Should -Be 0

        $null = Invoke-Expression "$line -Digits '$digits'"
        ($delivery | Send-IpMsg).Status | Should -Be Confirmed
        $message = Get-Message $suzuki
        $message.Text, $message.Signature | Should -Be secret, Valid
        (Send-IpMsg suzuki 'one more' -Encryption Verified).IsEncrypted | Should -BeTrue
    }

    It 'sends to those who are verified, and reports the others' {
        $null = Confirm-IpMsgKey suzuki -Digits $digits
        $deliveries = Send-IpMsg suzuki, old hello -Encryption Verified -ErrorAction SilentlyContinue -ErrorVariable problems
        ($deliveries | Where-Object To -EQ suzuki).Status | Should -Be Confirmed
        ($deliveries | Where-Object To -EQ old).Status | Should -Be Refused
        $problems.FullyQualifiedErrorId | Should -Be 'EncryptionNotPossible,IpMsg.PowerShell.Commands.SendIpMsgCommand'
    }

    It 'of the listener holds for what it sends and fetches, and a message can do without' {
        $options = @{ UserName = 'strict'; HostName = 'strict-pc'; KeyPath = Join-Path $lan.Folder 'keys-strict' }
        $strict = Add-TestMember $lan strict '' ($options + @{ Encryption = 'Verified' })
        try {
            Wait-Until { $strict.MemberCount -ge 3 }
            $strict.Encryption | Should -Be Verified
            (Send-IpMsg suzuki secret -Listener $strict -ErrorAction SilentlyContinue).Status | Should -Be Refused
            (Send-IpMsg suzuki hello -Encryption Required -Listener $strict).Status | Should -Be Confirmed
            $null = Send-IpMsg 127.0.0.5 'a file' -Attachment $file -Listener $suzuki
            $message = Receive-IpMsg -TimeoutSec 20 -Listener $strict -Count 1
            { Save-IpMsgAttachment $message $target -Force -Listener $strict -ErrorAction Stop } |
                Should -Throw -ErrorId 'KeyNotVerified,IpMsg.PowerShell.Commands.SaveIpMsgAttachmentCommand'
            $null = Confirm-IpMsgKey suzuki -Digits $digits -Listener $strict
            Get-Content (Save-IpMsgAttachment $message $target -Force -Listener $strict).FullName | Should -Be contents
            (Send-IpMsg suzuki secret -Listener $strict).IsEncrypted | Should -BeTrue
        }
        finally {
            $strict | Stop-IpMsgListener -WarningAction SilentlyContinue
            $null = $lan.Listeners.Remove($strict)
        }
    }
}

Describe '-Encryption Off' {
    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'of the listener makes no keys' {
        $path = Join-Path $lan.Folder 'no-keys'
        $shell = New-TestShell $lan
        $null = Invoke-TestShell $shell {
            param($options)
            Start-IpMsgListener @options
            $null = Send-IpMsg 127.0.0.3 hello
            Stop-IpMsgListener
        } @{ Encryption = 'Off'; KeyPath = $path; Address = '127.0.0.6'; Port = $lan.Port }
        (Get-Message $suzuki).IsEncrypted | Should -BeFalse
        Get-ChildItem $path -Filter *.pem -Recurse -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'sends and gets plaintext' {
        (Send-IpMsg suzuki hello -Listener $old).IsEncrypted | Should -BeFalse
        (Get-Message $suzuki).Signature | Should -Be None
        $delivery = Send-IpMsg old 'hello back' -Attachment $file -Listener $suzuki
        $delivery.Status, $delivery.IsEncrypted | Should -Be Confirmed, $false
        $message = Get-Message $old
        $message.Text | Should -Be 'hello back'
        Get-Content ((Save-IpMsgAttachment $message $target -Force -Listener $old).FullName) | Should -Be contents
    }

    It 'does not encrypt with -Encryption Required all the same' {
        $problem = { Send-IpMsg suzuki hello -Encryption Required -Listener $old -ErrorAction Stop } |
            Should -Throw -ErrorId 'EncryptionNotPossible,*' -PassThru
        "$problem" | Should -Match 'no keys'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Start-IpMsgListener'
        $suzuki.UnreadCount | Should -Be 0
    }
}

Describe 'A member that encrypted and no longer says that it can' {
    It 'gets nothing, for that may be somebody else' {
        $null = Send-IpMsg suzuki hello
        $null = Get-Message $suzuki
        $bare = Switch-TestMember $lan $suzuki @{ Encryption = 'Off' }
        Wait-Until { ($member = Get-IpMsgMember suz*) -and -not $member.Fingerprint }
        $delivery = Send-IpMsg suzuki secret -ErrorAction SilentlyContinue -ErrorVariable problems
        $delivery.Status | Should -Be Refused
        $problems[0].FullyQualifiedErrorId | Should -Be 'EncryptionNotPossible,IpMsg.PowerShell.Commands.SendIpMsgCommand'
        $bare.UnreadCount | Should -Be 0
        # The user can decide otherwise.
        (Send-IpMsg suzuki hello -Encryption Off).Status | Should -Be Confirmed
        Get-IpMsgKey suzuki | Remove-IpMsgKey -Confirm:$false
        (Send-IpMsg suzuki hello).IsEncrypted | Should -BeFalse
    }
}
