BeforeDiscovery {
    $shell = Test-Path (Join-Path $PSScriptRoot '../../src/IpMsg.Shell/bin/*/net*/IpMsg.Shell.dll')
}

BeforeAll {
    . $PSScriptRoot/Support.ps1

    # A listener in a process of its own, and a socket that sees its datagrams.
    function Start-TestProcess([string] $Then, [string[]] $Program = (Get-Process -Id $PID).Path, [switch] $Prompt) {
        $script = Join-Path $lan.Folder 'member.ps1'
        Set-Content $script @"
Import-Module '$manifest'
Start-IpMsgListener suzuki -Address 127.0.0.6 -Port $($lan.Port) -BroadcastAddress 127.0.0.7
Set-Content '$($lan.Folder)/pid' `$PID
$Then
"@
        $words = $Program + '-NoProfile' + @(if ($Prompt) { '-NoExit' }) + '-File' + $script
        if ($Prompt) { $words = 'script', '-qfec', "`"$($words -join ' ')`"", '/dev/null' }
        $streams = @{ RedirectStandardOutput = "$($lan.Folder)/out"; RedirectStandardError = "$($lan.Folder)/err" }
        $process = Start-Process $words[0] -ArgumentList $words[1..99] -PassThru @streams
        # Asked for now, the exit code can still be read when the process is gone.
        $null = $process.Handle
        $processes.Add($process)
        Wait-Until { Test-Path "$($lan.Folder)/pid" } 60
        # It has entered the network.
        $null = Receive-TestDatagram 1
        $process
    }

    function Get-TestProcessId { [int](Get-Content "$($lan.Folder)/pid") }

    function Send-TestSignal([string] $Name) {
        & kill "-$Name" (Get-TestProcessId)
    }

    # True when a datagram with that command comes.
    function Receive-TestDatagram([int] $Command, [int] $TimeoutSec = 30) {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while ($clock.Elapsed.TotalSeconds -lt $TimeoutSec) {
            if (-not $witness.Client.Poll(100000, 'SelectRead')) { continue }
            $from = [System.Net.IPEndPoint]::new([ipaddress]::Any, 0)
            $words = [System.Text.Encoding]::UTF8.GetString($witness.Receive([ref]$from)).Split(':')
            if (([long]$words[4] -band 0xff) -eq $Command) { return $true }
        }
        $false
    }

    # Two farewells, and the port is free. tests/runtimes measures the time between them.
    function Assert-TakenLeave {
        Receive-TestDatagram 2 | Should -BeTrue
        Receive-TestDatagram 2 | Should -BeTrue
        Wait-Until { Test-FreeListenerPort }
    }

    function Test-FreeListenerPort {
        try {
            [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([ipaddress]'127.0.0.6', $lan.Port)).Dispose()
            $true
        }
        catch [System.Net.Sockets.SocketException] {
            $false
        }
    }
}

Describe 'A listener takes its leave when its process' -Skip:$IsWindows {
    BeforeEach {
        $lan = New-TestLan
        $processes = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()
        $witness = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([ipaddress]'127.0.0.7', $lan.Port))
    }

    AfterEach {
        if (Test-Path "$($lan.Folder)/pid") { Stop-Process -Id (Get-TestProcessId) -Force -ErrorAction SilentlyContinue }
        $processes | Where-Object { -not $_.HasExited } | Stop-Process -Force
        $witness.Dispose()
        Remove-TestLan $lan
    }

    It 'waits in Receive-IpMsg and gets SIG<signal>, and ends with <code>' -ForEach @(
        @{ Signal = 'TERM'; Code = 143 }
        @{ Signal = 'HUP'; Code = 129 }
    ) {
        $process = Start-TestProcess 'Receive-IpMsg -Wait'
        Send-TestSignal $signal
        Assert-TakenLeave
        $process.WaitForExit(30000) | Should -BeTrue
        $process.ExitCode | Should -Be $code
    }

    It 'gets SIGTERM while a script runs that is not of this module' {
        $process = Start-TestProcess 'while ($true) { $null = [math]::Sqrt(2) }'
        Send-TestSignal TERM
        Assert-TakenLeave
        $process.WaitForExit(30000) | Should -BeTrue
        $process.ExitCode | Should -Be 143
    }

    It 'gets SIGINT, which pwsh turns into the end of the script' {
        $process = Start-TestProcess 'Receive-IpMsg -Wait'
        Send-TestSignal INT
        Assert-TakenLeave
        $process.WaitForExit(30000) | Should -BeTrue
    }

    It 'ends by itself' {
        $process = Start-TestProcess 'while (-not (Get-IpMsgListener).IsAnnounced) { Start-Sleep -Milliseconds 20 }; exit 3'
        Assert-TakenLeave
        $process.WaitForExit(30000) | Should -BeTrue
        $process.ExitCode | Should -Be 3
    }

    It 'is IpMsg.Shell and gets SIG<signal>, and ends with <code>' -Skip:(-not $shell) -ForEach @(
        @{ Signal = 'TERM'; Code = 143 }
        @{ Signal = 'HUP'; Code = 129 }
    ) {
        $shell = Get-Item (Join-Path $root 'src/IpMsg.Shell/bin/*/net*/IpMsg.Shell.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
        $process = Start-TestProcess 'Receive-IpMsg -Wait' -Program (Get-Command dotnet).Source, 'exec', $shell.FullName
        Send-TestSignal $signal
        Assert-TakenLeave
        $process.WaitForExit(30000) | Should -BeTrue
        $process.ExitCode | Should -Be $code
    }

    It 'is at a prompt and gets SIG<_>' -ForEach TERM, HUP {
        $process = Start-TestProcess '' -Prompt
        Send-TestSignal $_
        Assert-TakenLeave
        $process.WaitForExit(30000) | Should -BeTrue
    }

    It 'is at a prompt and its terminal is closed' {
        $process = Start-TestProcess '' -Prompt
        # The other end of the terminal goes with it.
        Stop-Process $process -Force
        Assert-TakenLeave
        Wait-Until { -not (Get-Process -Id (Get-TestProcessId) -ErrorAction SilentlyContinue) }
    }

    It 'and not when a prompt gets SIGINT, or a process with nohup SIGHUP' -ForEach @(
        @{ Signal = 'INT'; Options = @{ Then = ''; Prompt = $true } }
        @{ Signal = 'HUP'; Options = @{ Then = 'Receive-IpMsg -Wait'; Program = 'nohup', (Get-Process -Id $PID).Path } }
    ) {
        $null = Start-TestProcess @options
        Send-TestSignal $signal
        Receive-TestDatagram 2 -TimeoutSec 2 | Should -BeFalse
        Test-FreeListenerPort | Should -BeFalse
    }
}
