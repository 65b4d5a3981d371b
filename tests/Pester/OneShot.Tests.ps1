BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $suzuki = Add-TestMember $lan suzuki
    $there = "127.0.0.2:$($lan.Port)"
    $nobody = "127.0.0.9:$($lan.Port)"
    $file = New-Item (Join-Path $lan.Folder 'build.log') -Value 'all is well'
    $target = (New-Item (Join-Path $lan.Folder taken) -ItemType Directory).FullName
    $pwsh = (Get-Process -Id $PID).Path
    # A process that goes on while the test does something.
    function Start-Pwsh([string] $Command) {
        $start = [System.Diagnostics.ProcessStartInfo]::new($pwsh)
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$manifest'; $Command" | ForEach-Object { $start.ArgumentList.Add($_) }
        [System.Diagnostics.Process]::Start($start)
    }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'pwsh -Command' {
    AfterEach {
        $null = Receive-IpMsg -Listener $suzuki
    }

    It 'ends with 0 when the message is confirmed' {
        $result = Invoke-Pwsh "Send-IpMsg $there 'Build 214' -ErrorAction Stop | ForEach-Object Status"
        $result.Output, $result.ExitCode | Should -Be Confirmed, 0
        $message = Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $suzuki
        $message.Text, $message.IsEncrypted, $message.Signature | Should -Be 'Build 214', $true, Valid
    }

    It 'ends with 1 when nobody confirms, with -ErrorAction Stop' {
        $result = Invoke-Pwsh "Send-IpMsg $nobody 'Build 214' -TimeoutSec 0.5 -ErrorAction Stop; 'not reached'"
        $result.ExitCode | Should -Be 1
        $result.Output | Should -Match 'did not answer in time, so nothing was sent'
        $result.Output | Should -Not -Match 'not reached'
    }

    It 'goes on without it, and $? tells' {
        $result = Invoke-Pwsh "`$null = Send-IpMsg $nobody 'Build 214' -TimeoutSec 0.5 -ErrorAction SilentlyContinue; `$?; exit 0"
        $result.Output, $result.ExitCode | Should -Be False, 0
    }

    It 'ends with 1 for <What>, before anything is sent' -ForEach @(
        @{ What = 'a missing file'; Line = 'Send-IpMsg {0} log -Attachment ./missing.log -ErrorAction Stop' }
        @{ What = 'an empty name'; Line = 'Send-IpMsg "" log -ErrorAction Stop' }
        @{ What = 'no text'; Line = 'Send-IpMsg {0} -ErrorAction Stop' }
    ) {
        (Invoke-Pwsh ($Line -f $there)).ExitCode | Should -Be 1
        $suzuki.UnreadCount | Should -Be 0
    }

    It 'takes the text from a pipe' {
        $script = "Import-Module '$manifest'; @(`$input) -join [char]10 | Send-IpMsg $there -ErrorAction Stop | ForEach-Object Status"
        $output = 'line 1', 'line 2' | & $pwsh -NoProfile -NonInteractive -Command $script
        $output, $LASTEXITCODE | Should -Be Confirmed, 0
        (Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $suzuki).Text | Should -BeExactly "line 1`nline 2"
    }

    It 'tests whether a member is there: <To>' -ForEach @(
        @{ To = '127.0.0.2'; Answer = 'True' }
        @{ To = '127.0.0.9'; Answer = 'False' }
    ) {
        (Invoke-Pwsh "Test-IpMsgMember ${To}:$($lan.Port) -Quiet -TimeoutSec 1").Output | Should -Be $Answer
    }
}

Describe 'pwsh -Command with -WaitDownload' {
    It 'ends with 0 when the file was fetched' {
        $process = Start-Pwsh ("Send-IpMsg $there log -Attachment '$file' -WaitDownload -TimeoutSec 60 -ErrorAction Stop | " +
            'ForEach-Object { $_.Offers.State }')
        try {
            $saved = Receive-IpMsg -TimeoutSec 60 -Count 1 -Listener $suzuki | Save-IpMsgAttachment $target -Listener $suzuki
            Get-Content $saved.FullName | Should -Be 'all is well'
            $process.WaitForExit(60000) | Should -BeTrue
            $process.StandardOutput.ReadToEnd().Trim(), $process.ExitCode | Should -Be Taken, 0
        }
        finally {
            if (-not $process.HasExited) { $process.Kill() }
            $process.Dispose()
        }
    }

    It 'ends with 1 when nobody fetches it in time, and says what was not taken' {
        $result = Invoke-Pwsh "Send-IpMsg $there log -Attachment '$file' -WaitDownload -TimeoutSec 1 -ErrorAction Stop"
        $result.ExitCode | Should -Be 1
        $result.Output -replace '\s+', ' ' | Should -Match "did not take 'build\.log'"
        $null = Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $suzuki
    }

    It 'ends with 1 when the recipient does not want it' {
        $process = Start-Pwsh "Send-IpMsg $there log -Attachment '$file' -WaitDownload -TimeoutSec 60 -ErrorAction Stop"
        try {
            Receive-IpMsg -TimeoutSec 60 -Count 1 -Listener $suzuki | Remove-IpMsg -Confirm:$false -Listener $suzuki
            $process.WaitForExit(60000) | Should -BeTrue
            $process.ExitCode | Should -Be 1
        }
        finally {
            if (-not $process.HasExited) { $process.Kill() }
            $process.Dispose()
        }
    }
}

Describe 'A process that has ended' {
    It 'leaves no member and no port behind' {
        $options = "-Address 127.0.0.6 -Port $($lan.Port) -BroadcastAddress 127.0.0.2"
        $process = Start-Pwsh "Start-IpMsgListener one-shot $options; `$null = Send-IpMsg $there hello; `$null = [Console]::In.ReadLine()"
        try {
            Wait-Until { Get-IpMsgMember one-shot* -Listener $suzuki }
        }
        finally {
            $process.WaitForExit(0) | Should -BeFalse
            $process.Kill()
            $process.WaitForExit()
            $process.Dispose()
        }
        # Killed, it cannot take leave; a new one at its place can start at once all the same, and takes its leave in the end.
        $script = "Start-IpMsgListener one-shot $options -ErrorAction Stop; `$null = Send-IpMsg $there bye; (Get-IpMsgListener).State"
        (Invoke-Pwsh $script).Output | Should -Be Running
        Wait-Until { -not (Get-IpMsgMember one-shot* -Listener $suzuki) }
        $udp = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([ipaddress]'127.0.0.6', $lan.Port))
        $udp.Dispose()
    }

    It 'ended in no time, although others may still write to it' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $result = Invoke-Pwsh ('$ended = [System.Diagnostics.Stopwatch]::StartNew(); ' +
            "`$null = Send-IpMsg $there hello -ErrorAction Stop; Stop-IpMsgListener; `$ended.ElapsedMilliseconds")
        [int]$result.Output | Should -BeLessThan 5000
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        $null = Receive-IpMsg -Listener $suzuki
    }
}
