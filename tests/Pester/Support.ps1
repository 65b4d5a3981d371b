# A small network on loopback for the tests: members with addresses of their own, one free port, and a folder for their keys.

$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
# The module as it is staged and packed; another copy can be tested by naming its manifest.
$manifest = if ($env:IPMSG_TEST_MODULE) { $env:IPMSG_TEST_MODULE } else { Join-Path $root 'out/IpMsg/IpMsg.psd1' }
Import-Module $manifest -ErrorAction Stop

function Wait-Until([scriptblock] $Condition, [int] $TimeoutSec = 30) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $TimeoutSec) { throw "Waited $TimeoutSec seconds in vain for: $Condition" }
        Start-Sleep -Milliseconds 20
    }
}

function Test-FreePort([int] $Port) {
    try {
        foreach ($last in 2..7) {
            $address = [ipaddress]"127.0.0.$last"
            $udp = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new($address, $Port))
            $udp.Dispose()
            $tcp = [System.Net.Sockets.TcpListener]::new($address, $Port)
            $tcp.Start()
            $tcp.Stop()
        }
        $true
    }
    catch [System.Net.Sockets.SocketException] {
        $false
    }
}

function New-TestLan {
    do { $port = Get-Random -Minimum 20000 -Maximum 30000 } until (Test-FreePort $port)
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) ('ipmsg-pester-' + [guid]::NewGuid().ToString('n'))
    $null = New-Item $folder -ItemType Directory
    $lan = [pscustomobject]@{
        Port        = $port
        Folder      = $folder
        Listeners   = [System.Collections.Generic.List[object]]::new()
        Shells      = [System.Collections.Generic.List[powershell]]::new()
        Environment = @(Get-ChildItem Env:IPMSG_* | Where-Object Name -NE IPMSG_TEST_MODULE)
    }
    $lan.Environment | Remove-Item
    $env:IPMSG_KEYPATH = Join-Path $folder 'keys'
    # Contacts of the user who runs the tests would stand for members of them.
    $env:IPMSG_CONTACTS = Join-Path $folder 'contacts.json'
    # Members of one user name share a store; a test that wants one names its folder.
    $env:IPMSG_NOSTORE = '1'
    # Listeners that start by themselves look for the others there.
    $env:IPMSG_PORT = $port
    $lan
}

# The endpoints of the other members. With their port, so that nobody at port 2425 is asked.
function Get-OtherEndPoint($Lan, [string] $Address) {
    '127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5' | Where-Object { $_ -ne $Address } | ForEach-Object { "$($_):$($Lan.Port)" }
}

# A member of the network in a runspace of its own, or, with -Here, in this one.
function Add-TestMember($Lan, [string] $NickName, [string] $GroupName = '', [hashtable] $Options = @{}, [switch] $Here) {
    $address = "127.0.0.$(2 + $Lan.Listeners.Count)"
    $settings = @{
        NickName         = $NickName
        GroupName        = $GroupName
        Address          = $address
        Port             = $Lan.Port
        BroadcastAddress = @(Get-OtherEndPoint $Lan $address)
        PassThru         = $true
        ErrorAction      = 'Stop'
    } + $Options
    if ($Here) {
        $listener = Start-IpMsgListener @settings
    }
    else {
        $shell = New-TestShell $Lan
        $listener = Invoke-TestShell $shell { param($settings) Start-IpMsgListener @settings } $settings
    }
    $Lan.Listeners.Add($listener)
    $listener
}

# Separate names and keys for a member; the other members share those of the current user.
function Get-TestIdentity($Lan, [string] $Name, [string] $Keys = $Name) {
    @{ UserName = $Name; HostName = "$Name-pc"; KeyPath = Join-Path $Lan.Folder "keys-$Keys" }
}

# Somebody else comes under a member's names, at its address.
function Switch-TestMember($Lan, $Listener, [hashtable] $Options) {
    $Listener | Stop-IpMsgListener -WarningAction SilentlyContinue
    $settings = @{
        NickName         = $Listener.NickName
        UserName         = $Listener.UserName
        HostName         = $Listener.HostName
        Address          = $Listener.Address
        Port             = $Lan.Port
        BroadcastAddress = @(Get-OtherEndPoint $Lan $Listener.Address)
        PassThru         = $true
        ErrorAction      = 'Stop'
    }
    $Options.Keys | ForEach-Object { $settings[$_] = $Options[$_] }
    $other = Invoke-TestShell (New-TestShell $Lan) { param($settings) Start-IpMsgListener @settings } $settings
    $Lan.Listeners[$Lan.Listeners.IndexOf($Listener)] = $other
    $other
}

# Until everybody knows everybody.
function Wait-TestLan($Lan) {
    foreach ($listener in $Lan.Listeners) {
        Wait-Until { $listener.MemberCount -ge $Lan.Listeners.Count - 1 }
    }
}

function New-TestShell($Lan) {
    $shell = [powershell]::Create()
    $null = $shell.AddCommand('Import-Module').AddParameter('Name', $manifest).Invoke()
    $shell.Commands.Clear()
    $Lan.Shells.Add($shell)
    $shell
}

function Invoke-TestShell([powershell] $Shell, [scriptblock] $Script, $Argument) {
    $Shell.Commands.Clear()
    $Shell.Streams.Error.Clear()
    $Shell.AddScript($Script.ToString()).AddArgument($Argument).Invoke()
    if ($Shell.HadErrors -and $Shell.Streams.Error.Count) { throw $Shell.Streams.Error[0] }
}

function Remove-TestLan($Lan) {
    # Nobody waits for what the tests have left unread.
    Get-IpMsgListener | Stop-IpMsgListener -WarningAction SilentlyContinue
    foreach ($shell in $Lan.Shells) {
        $shell.Runspace.Close()
        $shell.Dispose()
    }
    Get-ChildItem Env:IPMSG_* | Where-Object Name -NE IPMSG_TEST_MODULE | Remove-Item
    $Lan.Environment | ForEach-Object { Set-Item "Env:$($_.Name)" $_.Value }
    Remove-Item $Lan.Folder -Recurse -Force -ErrorAction SilentlyContinue
}

# The command line of our shell: the one that runs the suite, or else that of the last build. Nothing when there is none.
function Get-ShellCommand {
    $own = (Get-Process -Id $PID).Path
    if ([System.IO.Path]::GetFileNameWithoutExtension($own) -eq 'IpMsg.Shell') { return $own }
    $built = Get-Item (Join-Path $root 'src/IpMsg.Shell/bin/*/net*/IpMsg.Shell.dll') -ErrorAction Ignore |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if ($built) { 'dotnet', 'exec', $built.FullName }
}

# What a fresh process says, and its exit code.
# With -Answer, questions get that line.
function Invoke-Pwsh([string] $Command, [string] $Answer) {
    $script = "`$PSStyle.OutputRendering = 'PlainText'; Import-Module '$manifest'; $Command"
    $pwsh = (Get-Process -Id $PID).Path
    $output = if ($Answer) { $Answer | & $pwsh -NoProfile -Command $script 2>&1 }
    else { & $pwsh -NoProfile -NonInteractive -Command $script 2>&1 }
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = ($output | Out-String).Trim() }
}

# A history as docs/history-format.md describes it. Each message is a hashtable: Text, At, From or To, and whatever is noted later.
function Write-TestHistory([string] $DataPath, [string] $UserName, [hashtable[]] $Messages) {
    $folder = Join-Path $DataPath "history/user-$($UserName.ToLowerInvariant())"
    $null = New-Item $folder -ItemType Directory -Force
    $lines = [System.Collections.Generic.List[object]]::new()
    $lines.Add([ordered]@{ v = 1; k = 'segment'; at = '2026-01-01T00:00:00.0000000Z' })
    $offset = 100
    foreach ($message in $Messages) {
        $offset += 1000
        $id = "1-$offset"
        $at = ([datetime]$message.At).ToUniversalTime().ToString('o')
        $line = [ordered]@{ v = 1; k = 'received'; id = $id; at = $at }
        if ($message.To) {
            $line.k = 'sent'
            $line.to = @($message.To | ForEach-Object { @{ user = $_; host = "$_-pc"; address = '10.1.2.9'; port = 2425 } })
        }
        else {
            $line.session = '0123456789abcdef'
            $line.digest = $offset.ToString('x32')
            $line.from = @{ user = $message.From; host = "$($message.From)-pc"; nick = $message.Nick; group = 'Ops' }
            $line.from += @{ address = '10.1.2.3'; port = 2425 }
        }
        $line.number = "$(1700000000 + $offset)"
        $line.flags = if ($message.Flags) { $message.Flags } else { 0x100 }
        $line.body = @{ text = $message.Text }
        if ($message.Attachments) { $line.body.attachments = @($message.Attachments) }
        $lines.Add($line)
        if (-not $message.To -and -not $message.IsWaiting) { $lines.Add([ordered]@{ v = 1; k = 'taken'; id = $id; at = $at }) }
        foreach ($later in $message.Later) {
            $noted = [ordered]@{ v = 1; k = $later.k; id = $id; at = $at }
            $later.Keys | Where-Object { $_ -ne 'k' } | ForEach-Object { $noted[$_] = $later[$_] }
            $lines.Add($noted)
        }
    }
    $json = $lines | ForEach-Object { ConvertTo-Json $_ -Depth 5 -Compress }
    [System.IO.File]::WriteAllText((Join-Path $folder 'history-000001.jsonl'), ($json -join "`n") + "`n")
    $folder
}
