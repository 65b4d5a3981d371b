# Every example of every page of help is run: each in a session of its own, in a folder with the files that it names, among members
# on loopback. Suzuki and tanaka take what they are sent and answer questions.

BeforeDiscovery {
    . $PSScriptRoot/Support.ps1

    # What cannot run here as it stands, and why.
    $leftOut = @{
        'Open-IpMsg, Example 2: Decide for each message'     = 'it asks somebody'
        'Enter-IpMsgChat, Example 1: Talk with a member'     = 'it needs a terminal'
        'Enter-IpMsgChat, Example 2: Talk with a group, and keep what was said' = 'it needs a terminal'
        'about_IpMsg_Troubleshooting, Firewalls 1'           = 'it opens the firewall of Windows'
        'about_IpMsg_Troubleshooting, Firewalls 2'           = 'its cmdlets are those of Windows'
        'about_IpMsg_Objects, Objects of other sessions'     = 'it reads a file that is not here'
        'about_IpMsg_Objects, Tests with Pester 1'           = 'it tests a function that is not here'
        'about_IpMsg_Objects, Tests with Pester 3'           = 'it takes the standard port'
        'about_IpMsg_Troubleshooting, Paths on Windows'      = 'icacls is a command of Windows'
        'about_IpMsg_Troubleshooting, The module is not imported on Windows' = 'only Windows has an execution policy'
        'about_IpMsg_Troubleshooting, Containers and WSL'    = 'it opens the firewall of Windows'
        'about_IpMsg_Troubleshooting, Port 2425 is in use 1' = 'its cmdlets are those of Windows'
        'about_IpMsg_Troubleshooting, Port 2425 is in use 3' = 'netsh is a command of Windows'
        'about_IpMsg_Troubleshooting, Port 2425 is in use 4' = 'it reserves a port of Windows'
    }
    # What waits until it is stopped: it gets a message, and is stopped when that was answered.
    $endless = 'Receive-IpMsg, Example 3: A bot'
    # What is for two sessions, a paragraph each.
    $forTwo = 'about_IpMsg, Several members on one machine', 'about_IpMsg_Security, Keys',
        'Get-IpMsgKey, Example 3: Give your key to others beforehand'

    $examples = foreach ($page in Get-ChildItem (Join-Path $root 'docs/en-US/*.md')) {
        $pattern = '(?ms)^##+ (?<title>[^\n]+)$|^```powershell\n(?<code>.*?)^```$'
        $blocks = @(Select-String -InputObject (Get-Content $page -Raw) -Pattern $pattern -AllMatches).Matches
        $title = ''
        $found = foreach ($block in $blocks) {
            if ($block.Groups['title'].Success) { $title = $block.Groups['title'].Value }
            else { [pscustomobject]@{ Title = $title; Code = $block.Groups['code'].Value.Trim() } }
        }
        foreach ($group in $found | Group-Object Title) {
            $number = 0
            foreach ($example in $group.Group) {
                $number++
                $name = "$($page.BaseName), $($example.Title)" + $(if ($group.Count -gt 1) { " $number" })
                @{
                    Name      = $name
                    Code      = $example.Code
                    Reason    = $leftOut[$name]
                    IsEndless = $name -in $endless
                    IsForTwo  = $name -in $forTwo
                }
            }
        }
    }
    $unknown = @($leftOut.Keys) + $endless + $forTwo | Where-Object { $_ -notin $examples.Name } | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $modulePath = $env:PSModulePath
    $path = $env:PATH
    # Jobs and other processes find the module by its name, and pwsh itself.
    $env:PSModulePath = (Split-Path (Split-Path $manifest)) + [System.IO.Path]::PathSeparator + $modulePath
    $env:PATH = (Split-Path (Get-Process -Id $PID).Path) + [System.IO.Path]::PathSeparator + $path

    $lan = New-TestLan
    $drop = New-Item (Join-Path $lan.Folder 'taken') -ItemType Directory
    $people = @{ Name = 'suzuki'; Host = 'build07'; Group = 'Ops' }, @{ Name = 'tanaka'; Host = 'desk12'; Group = 'Ops' }
    $members = foreach ($each in $people) {
        $keys = Join-Path $lan.Folder "keys-$($each.Name)"
        Add-TestMember $lan $each.Name $each.Group @{ UserName = $each.Name; HostName = $each.Host; KeyPath = $keys }
    }
    $suzuki, $tanaka = $members
    $digits = (Get-IpMsgKey -Own -Listener $suzuki)[0].Digits
    foreach ($shell in $lan.Shells) {
        $shell.Commands.Clear()
        $null = $shell.AddScript({
                param($drop)
                Receive-IpMsg -Wait -Open | ForEach-Object {
                    $null = $_ | Save-IpMsgAttachment -Path $drop -ErrorAction SilentlyContinue
                    if (-not $_.IsAutomatic -and $_.Text -match '\?\s*$') { $null = Send-IpMsg -InReplyTo $_ 'yes' -NoWait }
                }
            }.ToString()).AddArgument($drop.FullName)
        $null = $shell.BeginInvoke()
    }

    # The examples have a port of their own, and find the two there.
    do { $port = Get-Random -Minimum 20000 -Maximum 30000 } until ($port -ne $lan.Port -and (Test-FreePort $port))
    $env:IPMSG_PORT = $port
    $env:IPMSG_BROADCAST = "127.0.0.2:$($lan.Port), 127.0.0.3:$($lan.Port)"
    $environment = @{}
    Get-ChildItem Env:IPMSG_* | ForEach-Object { $environment[$_.Name] = $_.Value }

    function New-ExampleFolder {
        $folder = New-Item (Join-Path $lan.Folder ([guid]::NewGuid().ToString('n'))) -ItemType Directory
        foreach ($name in 'draft', 'logs', 'reports') { $null = New-Item (Join-Path $folder $name) -ItemType Directory }
        foreach ($name in 'app.log', 'build.log', 'plan.pdf', 'draft/first.txt') { Set-Content (Join-Path $folder $name) "This is $name." }
        Set-Content (Join-Path $folder 'hosts.txt') "127.0.0.2:$($lan.Port)", 'tanaka', ''
        Set-Content (Join-Path $folder 'keys.csv') 'Owner,Digits', "suzuki@build07,$digits"
        # A single pixel.
        $png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
        [System.IO.File]::WriteAllBytes((Join-Path $folder 'cover.png'), [Convert]::FromBase64String($png))
        $folder
    }

    # The addresses of the pages are those of suzuki and tanaka, and the digits those of suzuki.
    function Convert-Address([string] $Code) {
        $Code = $Code -replace '(\d{5} ){7}\d{5}', $digits
        $Code = $Code -replace '\b192\.168\.1\.\d+|\b10\.3\.0\.17', "127.0.0.2:$($lan.Port)"
        $Code -replace '\b10\.2\.\d+\.\d+(:2425)?', "127.0.0.3:$($lan.Port)"
    }

    # A session as a user has it, but for questions, which nobody would answer.
    function New-Session($Folder) {
        $shell = [powershell]::Create()
        $start = 'param($manifest, $folder) Import-Module $manifest; Set-Location $folder; $global:ConfirmPreference = "None"'
        $null = $shell.AddScript($start).AddArgument($manifest).AddArgument($Folder.FullName).Invoke()
        $shell
    }

    function Invoke-Code([powershell] $Shell, [string] $Code, [scriptblock] $Meanwhile) {
        $Shell.Commands.Clear()
        $null = $Shell.AddScript($Code)
        $running = $Shell.BeginInvoke()
        if ($Meanwhile) {
            & $Meanwhile
            $Shell.Stop()
        }
        elseif (-not $running.AsyncWaitHandle.WaitOne(60000)) {
            $Shell.Stop()
            throw 'The example does not end.'
        }
        else {
            try { $null = $Shell.EndInvoke($running) }
            catch { throw $_.Exception.InnerException }
        }
        $Shell.Streams.Error | ForEach-Object { throw "$($_.FullyQualifiedErrorId): $_" }
    }

    # Two messages wait in the inbox: one of suzuki with a log, and a sealed one of tanaka.
    function Add-Message($Shell, $Folder) {
        Invoke-Code $Shell 'Start-IpMsgListener alice Dev -LogPath ./messages.jsonl'
        $file = Join-Path $Folder 'logs/night.log'
        Set-Content $file 'All quiet.'
        Send-IpMsg "127.0.0.1:$port" 'status report, please' -Attachment $file -Listener $suzuki -ErrorAction Stop
        Send-IpMsg "127.0.0.1:$port" 'for your eyes' -Sealed -Listener $tanaka -ErrorAction Stop
    }
}

AfterAll {
    Remove-TestLan $lan
    $env:PSModulePath = $modulePath
    $env:PATH = $path
}

Describe 'The examples of the help' {
    It 'are left out by names that they have' -ForEach $unknown {
        throw "There is no example '$Name'."
    }

    It '<Name>' -ForEach $examples {
        if ($Reason) {
            Set-ItResult -Skipped -Because $Reason
            return
        }
        # Under wine programs are not found by their names (tests/windows).
        $missing = 'pwsh', 'icacls' | Where-Object { $Code -match "\b$_ " -and -not (Get-Command $_ -ErrorAction Ignore) }
        if ($missing) {
            Set-ItResult -Skipped -Because "there is no command $missing"
            return
        }
        $folder = New-ExampleFolder
        $env:IPMSG_CONTACTS = Join-Path $folder 'own-contacts.json'
        $sessions = [System.Collections.Generic.List[powershell]]::new()
        try {
            $session = New-Session $folder
            $sessions.Add($session)
            $code = Convert-Address $Code
            if ($code -match 'IpMsgQueue|-Queue\b') {
                $env:IPMSG_DATAPATH = Join-Path $folder data
                $env:IPMSG_NOSTORE = $null
            }
            if ($code -match 'Receive-IpMsg|messages\.jsonl' -and $code -notmatch 'Start-IpMsgListener|IpMsgHistory') {
                $null = Add-Message $session $folder
            }
            if ($code -match 'IpMsgHistory' -and $code -notmatch 'Start-IpMsgListener') {
                $env:IPMSG_DATAPATH = Join-Path $folder data
                $env:IPMSG_NOSTORE = $null
                $code = $code -replace '/var/lib/ipmsg', (Join-Path $folder service)
                $null = Write-TestHistory (Join-Path $folder service) bot @(@{ At = '2026-11-01T08:00Z'; From = 'suzuki'; Text = 'status' })
                $null = Add-Message $session $folder
                Invoke-Code $session 'Receive-IpMsg'
            }
            if ($code -match 'Stop-IpMsgListener' -and $code -notmatch 'Start-IpMsgListener|-IpMsg\b') {
                Invoke-Code $session 'Start-IpMsgListener alice'
            }
            # Keys come with the first message.
            if ($code -match 'Get-IpMsgKey') { Invoke-Code $session "Send-IpMsg suzuki, tanaka 'Good morning' -ErrorAction Stop" }
            if ($IsEndless) {
                Invoke-Code $session $code {
                    $answer = { param($question) Send-IpMsg "127.0.0.1:$port" $question -Listener $suzuki -ErrorAction Stop }
                    Wait-Until { Test-IpMsgMember "127.0.0.1:$port" -Listener $suzuki -Quiet -TimeoutSec 1 }
                    $before = $suzuki.Counters.Messages
                    (& $answer 'date').Status | Should -Be 'Confirmed'
                    Wait-Until { $suzuki.Counters.Messages -gt $before }
                }
            }
            elseif ($IsForTwo) {
                foreach ($part in $code -split '\n(?:\s*\n)?(?=#|Get-IpMsgKey)') {
                    Invoke-Code $session $part
                    $session = New-Session $folder
                    $sessions.Add($session)
                }
            }
            else {
                Invoke-Code $session $code
            }
        }
        finally {
            foreach ($each in $sessions) {
                $each.Runspace.Close()
                $each.Dispose()
            }
            # What an example sets for its process is for that one alone.
            Get-ChildItem Env:IPMSG_* | Where-Object Name -NotIn $environment.Keys | Where-Object Name -NE IPMSG_TEST_MODULE | Remove-Item
            Remove-Item Env:IPMSG_DATAPATH -ErrorAction Ignore
            foreach ($name in $environment.Keys) { Set-Item "Env:$name" $environment[$name] }
        }
    }
}
