<#
.SYNOPSIS
    Sends a message to the members of many segments, through one relay host in each, and brings the results back.
.DESCRIPTION
    Broadcasts end at routers; PowerShell remoting does not. On each relay,
    which needs this module, Invoke-Command looks for the members of its
    segment and sends them the message. Deliveries come back as objects, with
    the relay that they came from. Without -Message the members themselves
    come back.
.EXAMPLE
    ./relay-segments.ps1 -ComputerName relay1, relay2 -Message 'The file server is back.'

    Tells everyone in two segments, by WinRM.
.EXAMPLE
    ./relay-segments.ps1 -Session (New-PSSession -HostName relay1, relay2 -UserName ops) | Export-Csv everyone.csv

    Lists everyone in two segments, by SSH.
.EXAMPLE
    ./relay-segments.ps1 -Demo -Message 'The file server is back.'

    Shows it on this machine, with a process for each relay and a member on loopback for each segment.
#>
[CmdletBinding(DefaultParameterSetName = 'ComputerName')]
param(
    # The relays, by name.
    [Parameter(ParameterSetName = 'ComputerName', Mandatory = $true)]
    [string[]] $ComputerName,

    # The relays, as sessions of any kind.
    [Parameter(ParameterSetName = 'Session', Mandatory = $true)]
    [System.Management.Automation.Runspaces.PSSession[]] $Session,

    # Whom to write to, with wildcards.
    [string] $To = '*',

    # The text.
    [string] $Message,

    # Plays relays and members, on this machine.
    [Parameter(ParameterSetName = 'Demo', Mandatory = $true)]
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1

# What each relay does. It returns plain objects, for those survive every remoting.
$work = {
    param($to, $message)
    if (-not (Get-Module IpMsg)) { Import-Module IpMsg -ErrorAction Stop }
    $members = Get-IpMsgMember -Name $to
    if (-not $message) {
        $members | Select-Object NickName, GroupName, HostName, @{ Name = 'EndPoint'; Expression = { "$($_.EndPoint)" } }, Fingerprint
    }
    elseif ($members) {
        $members | Send-IpMsg $message -ErrorAction SilentlyContinue |
            Select-Object To, @{ Name = 'EndPoint'; Expression = { "$($_.EndPoint)" } },
                @{ Name = 'Status'; Expression = { "$($_.Status)" } }, IsEncrypted, Reason
    }
}

# A session in a process of its own on this machine, in place of a remote one.
function New-LocalSession($Stage, [string] $Name, [string] $Neighbour) {
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
    $runspace.Open()
    $session = [System.Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    $Stage.Ports[$Name] = Get-DemoPort
    $settings = Get-DemoSetting $Stage $Name
    $settings.BroadcastAddress = "127.0.0.1:$($Stage.Ports[$Neighbour])"
    $module = Get-DemoManifest
    Invoke-Command -Session $session {
        Import-Module $using:module
        $settings = $using:settings
        Start-IpMsgListener @settings
    }
    $session
}

$stage = $null
$own = @()
try {
    if ($Demo) {
        $stage = Start-Demo suzuki, tanaka
        # Only the relays are to be seen from now on.
        Stop-IpMsgListener
        $Session = $own = @((New-LocalSession $stage relay1 suzuki), (New-LocalSession $stage relay2 tanaka))
    }
    $where = if ($Session) { @{ Session = $Session } } else { @{ ComputerName = $ComputerName } }
    Invoke-Command @where -ScriptBlock $work -ArgumentList $To, $Message -ErrorAction Continue |
        Select-Object -Property @{ Name = 'Relay'; Expression = { $_.PSComputerName } }, * `
            -ExcludeProperty RunspaceId, PSComputerName, PSShowComputerName
}
finally {
    $own | ForEach-Object { $_.Runspace.Close() }
    Stop-Demo $stage
}
