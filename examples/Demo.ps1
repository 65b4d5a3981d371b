# What the examples need: the module, and for -Demo members that play the others, all on loopback, each in a runspace of its own.

# The module that is installed, or else the one beside the examples in its package, or the one that was built here.
if (-not (Get-Command Send-IpMsg -ErrorAction Ignore)) {
    $module = [IO.Path]::Combine($PSScriptRoot, '..')
    if (-not [IO.File]::Exists([IO.Path]::Combine($module, 'IpMsg.PowerShell.dll'))) {
        $module = [IO.Path]::Combine($module, 'out', 'IpMsg')
    }
    Import-Module ([IO.Path]::Combine($module, 'IpMsg.psd1')) -ErrorAction Stop
}

function Get-DemoPort {
    $socket = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $socket.Start()
    $socket.LocalEndpoint.Port
    $socket.Stop()
}

function Get-DemoManifest {
    if (-not (Get-Module IpMsg)) { Import-Module IpMsg -ErrorAction Stop }
    [IO.Path]::Combine((Get-Module IpMsg).ModuleBase, 'IpMsg.psd1')
}

# Starts a member for each name, and a listener here. The members do with each message what $Behaviour says, which
# gets a folder of theirs.
function Start-Demo([string[]] $Name, [scriptblock] $Behaviour = {}, [string] $NickName = 'you') {
    $null = Get-DemoManifest
    $unique = 'ipmsg-demo-' + [guid]::NewGuid().ToString('n')
    $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine([IO.Path]::GetTempPath(), $unique)).FullName
    $ports = @{}
    foreach ($each in @($NickName) + $Name) { $ports[$each] = Get-DemoPort }
    $demo = [pscustomobject]@{ Folder = $folder; Ports = $ports; Shells = @{}; NickName = $NickName }
    foreach ($each in $Name) { Add-DemoMember $demo $each $Behaviour }
    $settings = Get-DemoSetting $demo $NickName
    Start-IpMsgListener @settings
    foreach ($each in $Name) { $null = Get-IpMsgMember $each -TimeoutSec 10 -ErrorAction Stop }
    $demo
}

function Get-DemoSetting($Demo, [string] $Name) {
    $others = foreach ($each in $Demo.Ports.Keys) { if ($each -ne $Name) { "127.0.0.1:$($Demo.Ports[$each])" } }
    @{
        NickName = $Name; GroupName = 'Demo'; UserName = $Name; Address = '127.0.0.1'; Port = $Demo.Ports[$Name]
        BroadcastAddress = $others; KeyPath = [IO.Path]::Combine($Demo.Folder, 'keys'); NoStore = $true; ErrorAction = 'Stop'
    }
}

function Add-DemoMember($Demo, [string] $Name, [scriptblock] $Behaviour = {}) {
    $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine($Demo.Folder, $Name)).FullName
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
    $script = {
        param($manifest, $settings, $folder, $behaviour)
        Import-Module $manifest
        Start-IpMsgListener @settings
        $behaviour = [scriptblock]::Create($behaviour)
        Receive-IpMsg -Wait -Open | ForEach-Object { $null = . $behaviour $folder }
    }
    $null = $shell.AddScript("$script").AddArgument((Get-DemoManifest)).AddArgument((Get-DemoSetting $Demo $Name))
    $null = $shell.AddArgument($folder).AddArgument("$Behaviour")
    $null = $shell.BeginInvoke()
    $Demo.Shells[$Name] = $shell
}

function Stop-Demo($Demo) {
    if (-not $Demo) { return }
    if (Get-IpMsgListener) { Stop-IpMsgListener -WarningAction SilentlyContinue }
    foreach ($shell in $Demo.Shells.Values) {
        $shell.Runspace.Close()
        $shell.Dispose()
    }
    [IO.Directory]::Delete($Demo.Folder, $true)
}
