# A member at one loopback address for forged_member.py. It writes its lines at once, and ends when its standard input does.
param([string]$Role, [string]$Address, [string]$Other, [string]$Folder)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../out/IpMsg/IpMsg.psd1"
function Write-Line { [Console]::Out.WriteLine($args -join ' '); [Console]::Out.Flush() }
$null = Start-IpMsgListener -NickName $Role -UserName $Role -Address $Address -BroadcastAddress $Other -KeyPath "$Folder/$Role" -NoStore

if ($Role -eq 'victim') {
    Write-Line ready $PID
    while ($true) { $null = Receive-IpMsg -TimeoutSec 1 -Count 100 }
}

# Each line of the input is a question. The answer is: status, transmissions, milliseconds of the round trip, and of the whole cmdlet.
$victim = "${Other}:2425"
Write-Line ready $PID
while ($null -ne ($question = [Console]::In.ReadLine())) {
    if ($question -eq 'forget') { Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false; continue }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $sent = Send-IpMsg -To $victim -Message $question -Encryption Required -ErrorAction SilentlyContinue
    Write-Line $sent.Status $sent.Attempts ([int]$sent.RoundTripMs) $watch.ElapsedMilliseconds
}
Stop-IpMsgListener
