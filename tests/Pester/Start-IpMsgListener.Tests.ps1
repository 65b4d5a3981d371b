BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $place = @{ Address = '127.0.0.2'; Port = $lan.Port; ErrorAction = 'Stop' }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Start-IpMsgListener' {
    AfterEach {
        Get-IpMsgListener | Stop-IpMsgListener -WarningAction SilentlyContinue
    }

    It 'says nothing unless asked to' {
        Start-IpMsgListener @place | Should -BeNullOrEmpty
        (Get-IpMsgListener).State | Should -Be 'Running'
    }

    It 'emits the listener with -PassThru' {
        $listener = Start-IpMsgListener suzuki Ops @place -PassThru
        $listener.NickName | Should -Be 'suzuki'
        $listener.GroupName | Should -Be 'Ops'
        "$($listener.EndPoint)" | Should -Be "127.0.0.2:$($lan.Port)"
        $listener.IsImplicit | Should -BeFalse
        $listener.AcceptsMessages | Should -BeTrue
        $listener | Should -Be (Get-IpMsgListener)
    }

    It 'adds address and port to the host name, so that two members of a machine do not look like one' {
        (Start-IpMsgListener @place -PassThru).HostName | Should -BeLike "*-127.0.0.2-$($lan.Port)"
    }

    It 'takes a free port with -Port 0' {
        (Start-IpMsgListener -Address 127.0.0.2 -Port 0 -PassThru).Port | Should -BeGreaterThan 1023
    }

    It 'does nothing with -WhatIf' {
        Start-IpMsgListener @place -WhatIf
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'does not announce itself with -Silent' {
        (Start-IpMsgListener @place -Silent -PassThru).IsAnnounced | Should -BeFalse
    }

    It 'is a member master with -AsMaster' {
        $listener = Start-IpMsgListener @place -AsMaster -PassThru
        $listener.MasterState | Should -Be 'Master'
        $listener.Master | Should -BeNullOrEmpty
        Wait-Until { $listener.MasterListCount -eq 1 }
    }

    It 'uses a member master with -Master once its key is confirmed' {
        $other = New-TestLan
        Add-TestMember $other boss -Options @{ AsMaster = $true; MasterPollSec = 5 }
        $boss = $other.Listeners[0]
        $own = @{ Address = '127.0.0.3'; Port = $other.Port; Master = $boss.Address; MasterPollSec = 5; KeyPath = "$($other.Folder)/own" }
        try {
            $user = Start-IpMsgListener @own -PassThru -WarningVariable warning -WarningAction SilentlyContinue
            $user.MasterState | Should -Be 'Unconfirmed'
            $user.Master | Should -Be $boss.EndPoint
            $digits = (Get-IpMsgKey -Own -Listener $boss)[0].Digits
            "$warning" | Should -BeLike "*$digits*Confirm-IpMsgKey '*' -Digits '$digits'"
            # The line to type.
            Invoke-Expression ("$warning" -replace '^.*(?=Confirm-IpMsgKey)')
            Wait-Until { $user.MasterState -eq 'Following' }
            $user.MasterListCount | Should -BeGreaterThan 0
            Stop-IpMsgListener

            # Another place: the master sends its list to one once in seven seconds.
            $own.Address = '127.0.0.4'
            $own.KeyPath += '2'
            $user = Start-IpMsgListener @own -MasterKey $digits -PassThru
            Wait-Until { $user.MasterState -eq 'Following' }
        }
        finally {
            Get-IpMsgListener | Stop-IpMsgListener
            Remove-TestLan $other
        }
    }

    It 'refuses what contradicts -Master' {
        $id = ',IpMsg.PowerShell.Commands.StartIpMsgListenerCommand'
        { Start-IpMsgListener @place -Master 127.0.0.3 -AsMaster } | Should -Throw -ErrorId "AmbiguousInput$id"
        { Start-IpMsgListener @place -MasterKey 1 } | Should -Throw -ErrorId "AmbiguousInput$id"
        { Start-IpMsgListener @place -AsMaster -MasterKey 1 } | Should -Throw -ErrorId "AmbiguousInput$id"
        $problem = { Start-IpMsgListener @place -AsMaster -Silent } | Should -Throw -ErrorId "AmbiguousInput$id" -PassThru
        $problem.TargetObject | Should -Be '-AsMaster'
        { Start-IpMsgListener @place -MasterPollSec 30 } | Should -Throw -ErrorId "AmbiguousInput$id"
        $problem = { Start-IpMsgListener @place -Master $place.Address } | Should -Throw -ErrorId "AmbiguousInput$id" -PassThru
        $problem.TargetObject | Should -Be $place.Address
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Start-IpMsgListener -AsMaster'
        { Start-IpMsgListener @place -AsMaster -Encryption Off } | Should -Throw -ErrorId "NoKeys$id"
        { Start-IpMsgListener @place -Master 127.0.0.3 -MasterKey 123 } | Should -Throw -ErrorId "InvalidMasterKey$id"
        { Start-IpMsgListener @place -Master 127.0.0.3 -MasterKey $PSCommandPath } | Should -Throw -ErrorId "InvalidKeyFile$id"
        { Start-IpMsgListener @place -Master 'no address' } | Should -Throw -ErrorId "InvalidAddress$id"
    }

    It 'is the only one of its runspace' {
        Start-IpMsgListener @place
        { Start-IpMsgListener -Address 127.0.0.3 -Port $lan.Port -ErrorAction Stop } |
            Should -Throw -ErrorId 'ListenerAlreadyRunning,IpMsg.PowerShell.Commands.StartIpMsgListenerCommand'
    }

    It 'says which port is taken, and what to do' {
        $taken = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([ipaddress]'127.0.0.2', $lan.Port))
        try {
            $problem = { Start-IpMsgListener @place } | Should -Throw -ErrorId 'ListenerPortInUse,*' -PassThru
            "$($problem.TargetObject)" | Should -Be "127.0.0.2:$($lan.Port)"
            $problem.CategoryInfo.Category | Should -Be 'ResourceExists'
            $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-Port 0*'
        }
        finally {
            $taken.Dispose()
        }
    }

    It 'refuses -<Name> <Value> with <Id>' -ForEach @(
        @{ Id = 'ListenerAddressUnavailable'; Name = 'Address'; Value = '203.0.113.1' }
        @{ Id = 'InvalidAddress'; Name = 'Address'; Value = 'nowhere' }
        @{ Id = 'InvalidAddress'; Name = 'BroadcastAddress'; Value = '10.0.0.300' }
        @{ Id = 'InvalidEncoding'; Name = 'Encoding'; Value = 'klingon' }
        @{ Id = 'InvalidEncoding'; Name = 'Encoding'; Value = 'utf-16' }
        @{ Id = 'InvalidFilter'; Name = 'AllowFrom'; Value = '10.0.0.0/99' }
        @{ Id = 'InvalidFilter'; Name = 'DenyFrom'; Value = 'somebody' }
    ) {
        $settings = $place.Clone()
        $settings[$Name] = $Value
        { Start-IpMsgListener @settings } | Should -Throw -ErrorId "$Id,*"
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'refuses a log where there is no folder' {
        { Start-IpMsgListener @place -LogPath (Join-Path $lan.Folder 'missing/log.jsonl') } | Should -Throw -ErrorId 'InvalidLogPath,*'
    }

    It 'refuses a file as the folder for keys' {
        $file = New-Item (Join-Path $lan.Folder 'a-file') -ItemType File -Force
        { Start-IpMsgListener @place -KeyPath $file } | Should -Throw -ErrorId 'InvalidKeyPath,*'
    }

    Context 'with environment variables' {
        AfterEach {
            Remove-Item Env:IPMSG_NICKNAME, Env:IPMSG_GROUP, Env:IPMSG_ENCODING -ErrorAction SilentlyContinue
            $env:IPMSG_PORT = $lan.Port
        }

        It 'takes its defaults from them' {
            $env:IPMSG_NICKNAME = 'build server'
            $env:IPMSG_GROUP = 'CI'
            $env:IPMSG_ENCODING = 'gb18030'
            $listener = Start-IpMsgListener -Address 127.0.0.2 -PassThru
            $listener.NickName, $listener.GroupName, $listener.Encoding, $listener.Port |
                Should -Be 'build server', 'CI', 'gb18030', $lan.Port
        }

        It 'lets a parameter outweigh them' {
            $env:IPMSG_NICKNAME = 'build server'
            (Start-IpMsgListener suzuki @place -PassThru).NickName | Should -Be 'suzuki'
        }

        It 'says which one cannot be used' {
            $env:IPMSG_PORT = 'many'
            $problem = { Start-IpMsgListener -Address 127.0.0.2 -ErrorAction Stop } |
                Should -Throw -ErrorId 'InvalidEnvironment,*' -PassThru
            $problem.TargetObject | Should -Be 'IPMSG_PORT'
        }
    }
}

Describe 'A listener that others write to' {
    BeforeAll {
        $net = New-TestLan
        $writer = Add-TestMember $net tanaka
    }

    AfterAll {
        Remove-TestLan $net
    }

    AfterEach {
        Get-IpMsgListener | Stop-IpMsgListener -WarningAction SilentlyContinue
    }

    It 'logs each message before it confirms it, a file a day' {
        $folder = Join-Path $net.Folder 'logs'
        Start-IpMsgListener -Address 127.0.0.3 -Port $net.Port -LogPath "$folder/"
        (Send-IpMsg 127.0.0.3 "一行目`nsecond line" -Listener $writer).Status | Should -Be 'Confirmed'
        $line = Get-Content (Join-Path $folder 'ipmsg-*.jsonl') -Encoding utf8 | ConvertFrom-Json
        $line.Text | Should -Be "一行目`nsecond line"
        $line.From.Port | Should -Be $net.Port
    }

    It 'keeps the text of a message out of the log when its sender wants that' {
        $file = Join-Path $net.Folder 'one.jsonl'
        Start-IpMsgListener -Address 127.0.0.3 -Port $net.Port -LogPath $file
        $null = Send-IpMsg 127.0.0.3 'between us' -NoLog -Listener $writer
        $line = Get-Content $file -Raw
        $line | Should -Not -BeLike '*between us*'
        ($line | ConvertFrom-Json).NoLog | Should -BeTrue
    }

    It 'does not hear those it denies' {
        Start-IpMsgListener -Address 127.0.0.3 -Port $net.Port -DenyFrom 127.0.0.0/30
        (Send-IpMsg 127.0.0.3 hello -TimeoutSec 1 -Listener $writer -ErrorAction SilentlyContinue).Status | Should -Be 'Unconfirmed'
    }

    It 'hears those it allows, and nobody else' {
        Start-IpMsgListener -Address 127.0.0.3 -Port $net.Port -AllowFrom 127.0.0.2
        (Send-IpMsg 127.0.0.3 hello -Listener $writer).Status | Should -Be 'Confirmed'
    }
}
