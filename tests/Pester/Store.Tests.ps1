BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $data = Join-Path $lan.Folder data
    Add-TestMember $lan suzuki -Here
    $bob = "127.0.0.9"

    # A listener in a process of its own. It runs a script and waits for its end or for a kill.
    function Start-TestSession([string] $Script, [string] $Store = "-DataPath '$data'", [hashtable] $Environment = @{}) {
        $file = Join-Path $lan.Folder ('session-' + [guid]::NewGuid().ToString('n') + '.ps1')
        Set-Content $file @"
Import-Module '$manifest'
Start-IpMsgListener bob -Address $bob -Port $($lan.Port) -BroadcastAddress 127.0.0.2 $Store -UserName bob
`$null = Get-IpMsgMember suzuki -TimeoutSec 20
$Script
"@
        $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
        '-NoProfile', '-NonInteractive', '-File', $file | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardInput = $start.RedirectStandardError = $true
        foreach ($each in $Environment.GetEnumerator()) { $start.Environment[$each.Key] = $each.Value }
        [System.Diagnostics.Process]::Start($start)
    }

    function Wait-TestLine($Process, [string] $Line) {
        while ($null -ne ($read = $Process.StandardOutput.ReadLine())) { if ($read -eq $Line) { return } }
        throw "The session ended without the line '$Line'."
    }
}

AfterAll { Remove-TestLan $lan }

Describe 'Messages that outlive their session' {
    It 'has after <Ending> what was confirmed and not received, once and in order' -ForEach @(
        @{ Ending = 'exit'; End = { $args[0].StandardInput.Close() } }
        @{ Ending = 'kill -9'; End = { $args[0].Kill() } }
    ) {
        $session = Start-TestSession "'ready'; `$null = [Console]::In.ReadLine()"
        Wait-TestLine $session ready
        $sent = 1..20 | ForEach-Object { Send-IpMsg "${bob}:$($lan.Port)" "$Ending $_" }
        $sent.Status | Should -Be (@('Confirmed') * 20)
        & $End $session
        $session.WaitForExit()

        $next = Start-TestSession @'
'received'
(Receive-IpMsg -Count 20 -TimeoutSec 20).Text
'end'
Receive-IpMsg -TimeoutSec 0.1 | ForEach-Object Text
'really'
'@
        $text = $next.StandardOutput.ReadToEnd() -split '\r?\n' | Where-Object { $_ }
        $next.WaitForExit()
        $text | Should -Be (@('received') + (1..20 | ForEach-Object { "$Ending $_" }) + 'end' + 'really')
    }

    It 'has both directions in the history' {
        $answer = "Send-IpMsg 127.0.0.2:$($lan.Port) 'the answer'"
        $session = Start-TestSession "`$null = Receive-IpMsg -Count 1 -TimeoutSec 20; `$null = $answer"
        Wait-Until { (Send-IpMsg "${bob}:$($lan.Port)" 'the question' -ErrorAction SilentlyContinue).Status -eq 'Confirmed' }
        $session.StandardOutput.ReadToEnd() | Out-Null
        $session.WaitForExit()
        $entries = Get-IpMsgHistory -DataPath $data -UserName bob -Last 2
        $entries.Direction | Should -Be Received, Sent
        $entries.Text | Should -Be 'the question', 'the answer'
        $entries[1].Deliveries.Status | Should -Be Confirmed
    }
}

Describe 'The folder of a listener without -DataPath' {
    BeforeAll {
        # XDG_DATA_HOME names the folder for application data, which has other variables elsewhere.
        $script:hasXdg = -not ($IsWindows -or $IsMacOS)
        $home1 = Join-Path $lan.Folder 'application data'
        $default = @{ XDG_DATA_HOME = $home1; IPMSG_NOSTORE = '' }
    }

    It 'is that of the user''s application data, and keeps what nobody has received' {
        if (-not $hasXdg) { Set-ItResult -Skipped -Because 'the folder has another variable here' }
        $session = Start-TestSession "'ready'; `$null = [Console]::In.ReadLine()" -Store '' -Environment $default
        Wait-TestLine $session ready
        (Send-IpMsg "${bob}:$($lan.Port)" 'by default').Status | Should -Be Confirmed
        $session.Kill()
        $session.WaitForExit()
        Join-Path $home1 IpMsg history user-bob | Should -Exist
        if ($hasXdg) { (Get-Item (Join-Path $home1 IpMsg history)).UnixMode | Should -Be 'drwx------' }
        $next = Start-TestSession '(Receive-IpMsg -Count 1 -TimeoutSec 20).Text' -Store '' -Environment $default
        $next.StandardOutput.ReadToEnd().Trim() | Should -Be 'by default'
        $next.WaitForExit()
    }

    It 'warns when it cannot be used, and keeps messages in memory until the end, which names their senders' {
        if (-not $hasXdg) { Set-ItResult -Skipped -Because 'the folder has another variable here' }
        $file = (New-Item (Join-Path $lan.Folder 'no folder') -Value x).FullName
        $script = "'ready'; `$null = [Console]::In.ReadLine(); (Get-IpMsgListener).StoreFailure"
        $session = Start-TestSession $script -Store '' -Environment @{ XDG_DATA_HOME = $file; IPMSG_NOSTORE = '' }
        $warning = $session.StandardOutput.ReadLine()
        $warning | Should -BeLike "*Messages cannot be stored in '$file*"
        $warning | Should -BeLike '*-DataPath*'
        Wait-TestLine $session ready
        (Send-IpMsg "${bob}:$($lan.Port)" 'in memory').Status | Should -Be Confirmed
        $session.StandardInput.Close()
        $session.StandardOutput.ReadToEnd() | Should -BeLike "Messages cannot be stored in '$file*"
        $session.StandardError.ReadToEnd().Trim() |
            Should -Be 'WARNING: One message was not received, from suzuki, and what was in memory is lost.'
        $session.WaitForExit()
    }
}

Describe 'Start-IpMsgListener -NoStore' {
    It 'tells on the error stream who wrote what nobody has received, at <Ending>' -ForEach @(
        @{ Ending = 'exit'; End = { $args[0].StandardInput.Close() } }
        @{ Ending = 'SIGTERM'; End = { & kill -TERM $args[0].Id } }
    ) {
        if ($IsWindows -and $Ending -eq 'SIGTERM') { Set-ItResult -Skipped -Because 'Windows has no signals' }
        $session = Start-TestSession "'ready'; `$null = [Console]::In.ReadLine()" -Store '-NoStore'
        Wait-TestLine $session ready
        (1..2 | ForEach-Object { Send-IpMsg "${bob}:$($lan.Port)" "lost $_" }).Status | Should -Be Confirmed, Confirmed
        & $End $session
        $session.StandardError.ReadToEnd().Trim() |
            Should -Be 'WARNING: 2 messages were not received, from suzuki (2), and what was in memory is lost.'
        $session.WaitForExit()
    }
}

Describe 'Start-IpMsgListener -DataPath' {
    BeforeEach { Get-IpMsgListener | Stop-IpMsgListener -WarningAction Ignore }

    It 'says which folder cannot be used and what to type' {
        $file = New-Item (Join-Path $lan.Folder 'a file') -Value x
        { Start-IpMsgListener -Address 127.0.0.8 -Port $lan.Port -DataPath $file } |
            Should -Throw -ErrorId 'InvalidDataPath,*' -ExpectedMessage '*a file*'
    }

    It 'shows the folder, and none with -NoStore' {
        $env:IPMSG_DATAPATH = Join-Path $lan.Folder other
        $env:IPMSG_NOSTORE = $null
        try {
            $listener = Start-IpMsgListener -Address 127.0.0.8 -Port $lan.Port -UserName carol -PassThru
            $listener.StorePath | Should -BeLike (Join-Path $lan.Folder other history '*carol')
            Stop-IpMsgListener
            (Start-IpMsgListener -Address 127.0.0.8 -Port $lan.Port -NoStore -PassThru).StorePath | Should -BeNullOrEmpty
        }
        finally {
            Remove-Item Env:IPMSG_DATAPATH
            $env:IPMSG_NOSTORE = '1'
        }
    }
}
