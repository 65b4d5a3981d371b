# A listener at one loopback address for attack.py. Each line of the input is a script; its outputs are written as one line of JSON.
param([string]$Name, [string]$Address, [string]$Other, [string]$Folder, [string]$Reads, [string]$Start)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../out/IpMsg/IpMsg.psd1"

function Write-Answer([object[]]$Value) {
    [Console]::Out.WriteLine((ConvertTo-Json -Compress -Depth 3 -InputObject @($Value)))
    [Console]::Out.Flush()
}

function Measure-Message([string]$To, [string]$Message, [string]$Encryption = 'Required') {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $sent = Send-IpMsg -To $To -Message $Message -Encryption $Encryption -ErrorAction SilentlyContinue
    @{ Status = "$($sent.Status)"; Attempts = $sent.Attempts; RoundTripMs = $sent.RoundTripMs; WholeMs = $watch.ElapsedMilliseconds }
}

$listener = & ([scriptblock]::Create('param($given, $folder) Start-IpMsgListener @given ' + $Start)) -folder $Folder -given @{
    NickName = $Name; UserName = $Name; Address = $Address; BroadcastAddress = $Other -split ','; KeyPath = "$Folder/key"; PassThru = $true
}
if ($Reads -eq '1') {
    $reader = [powershell]::Create().AddScript({
            param($module, $listener)
            Import-Module $module
            while ($true) { $null = Receive-IpMsg -Listener $listener -TimeoutSec 1 -Count 100 -ErrorAction SilentlyContinue }
        }).AddArgument((Get-Module IpMsg).Path).AddArgument($listener)
    $null = $reader.BeginInvoke()
}
Write-Answer $PID
while ($null -ne ($line = [Console]::In.ReadLine())) {
    try { Write-Answer @(& ([scriptblock]::Create($line))) } catch { Write-Answer "error: $_" }
}
Stop-IpMsgListener
# The thread that reads would keep the process.
[Environment]::Exit(0)
