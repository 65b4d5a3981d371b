# A member of a soak test in a PowerShell process of its own: what scripts do with the module, for as long as the test lasts.
# soak.sh starts it. It writes the lines that SoakLog.cs describes, and a sample of its memory, threads and handles at fixed intervals.
param([string] $Module, [string] $Folder, [int] $Number, [int] $Members, [int] $Shells, [int] $SampleMs)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$random = [Random]::new($Number)
# As SoakPlan.cs: five members, and one of the PowerShell processes.
$peers = @(1, 7, 23, 50, 91 | ForEach-Object { ($Number - 1 + $_) % $Members + 1 }) + ($Members - $Number % $Shells) |
    Where-Object { $_ -ne $Number } | Sort-Object -Unique
# Half of the processes have a message store.
$store = if ($Number % 2) { @{ DataPath = "$Folder/data-$Number" } } else { @{ NoStore = $true } }
$target = New-Item -ItemType Directory "$Folder/fetched-$Number"
$offered = @(Get-ChildItem "$Folder/offered")
$log = [IO.StreamWriter]::new("$Folder/events-$Number.txt")
$samples = [IO.StreamWriter]::new("$Folder/samples-$Number.csv")
$samples.WriteLine('process,second,rss_kb,heap_kb,threads,handles,members,messages')
$sequence = 0
$received = 0
$waiting = [Collections.Generic.List[object]]::new()

function Enter-Network { Start-IpMsgListener "m$Number" shells -UserName "m$Number" -KeyPath "$Folder/keys-$Number" @store }

function Write-Event([string] $Kind, $From, $Sequence, $Recipient, $Detail = '-') {
    $log.WriteLine("$Kind $From $Sequence $Recipient $Detail")
}

function Get-Number([string] $Name) { if ($Name -match '^m(\d+)$' -or $Name -match '\.(\d+)(:\d+)?$') { $Matches[1] } else { 0 } }

function Get-ContentHash([string] $Path) {
    # For a file, -Recurse would find all files of that name.
    $files = if (Test-Path $Path -PathType Leaf) { Get-Item $Path } else { Get-ChildItem $Path -File -Recurse | Sort-Object FullName }
    ($files | Get-FileHash).Hash -join ' '
}

function Receive-Message {
    foreach ($message in Receive-IpMsg -TimeoutSec 0) {
        $script:received++
        if ($message.IsSealed) { $message = Open-IpMsg $message }
        $words = "$($message.Text)".Split(' ')
        if ($words[0] -ne 'soak') { Write-Event A (Get-Number $message.From.NickName) 0 $Number; continue }
        $kind = if ($message.IsBroadcast) { 'b' } else { 'R' }
        Write-Event $kind $words[1] $words[2] $Number $(if ($message.IsEncrypted) { 'encrypted' } else { 'plain' })
        if ($message.Attachments) { Save-File $message $words[1] $words[2] }
    }
}

function Save-File($Message, $From, $Sequence) {
    try {
        $saved = $Message | Save-IpMsgAttachment -LiteralPath $target
        $original = "$Folder/offered/$($Message.Attachments[0].Name)"
        $isEqual = (Get-ContentHash $saved.FullName) -eq (Get-ContentHash $original)
        if ($isEqual) { Write-Event F $From $Sequence $Number equal } else { Write-Event f $From $Sequence $Number different }
        Remove-Item $saved.FullName -Recurse
    }
    catch { Write-Event f $From $Sequence $Number ($_.FullyQualifiedErrorId -split ',')[0] }
}

function Send-Message {
    $script:sequence++
    $chance = $random.Next(1000)
    $length = if ($random.Next(40)) { $random.Next(200) } else { $random.Next(6000) }
    $parameters = @{ Message = "soak $Number $sequence " + 'x' * $length; ErrorAction = 'SilentlyContinue' }
    if ($chance -lt 3) {
        $null = Send-IpMsg @parameters -Broadcast
        return Write-Event B $Number $sequence 0
    }
    switch ($random.Next(4)) { 0 { $parameters.Encryption = 'Off' } 1 { $parameters.Sealed = $true } }
    if ($chance -lt 50) { $parameters += @{ Attachment = $offered[$random.Next($offered.Count)]; OfferLifetime = '0:2' } }
    $count = if ($chance -ge 900) { $random.Next(2, $peers.Count + 1) } else { 1 }
    # By name, and by address.
    $parameters.To = @($peers | Get-Random -Count $count | ForEach-Object { if ($_ % 2) { "m$_" } else { "10.77.1.$_" } })
    # With -NoWait the member reads on meanwhile.
    foreach ($delivery in Send-IpMsg @parameters -NoWait:($chance % 4 -ne 0)) { $waiting.Add(@($delivery, $sequence)) }
}

function Write-Ended([switch] $All) {
    foreach ($each in @($waiting)) {
        $delivery, $sent = $each
        if ($delivery.Status -in 'Pending', 'Unconfirmed' -and -not $All -and
            ($null -eq $delivery.SentAt -or $delivery.SentAt -gt [DateTimeOffset]::Now.AddMinutes(-1))) { continue }
        $kind = @{ Confirmed = 'C'; Refused = 'N' }[$delivery.Status] ?? 'U'
        Write-Event $kind $Number $sent (Get-Number $delivery.To) ($delivery.RoundTripMs ? [int]$delivery.RoundTripMs : '-')
        if ($delivery.OpenedAt) { Write-Event O $Number $sent (Get-Number $delivery.To) }
        $null = $waiting.Remove($each)
    }
}

function Write-Sample {
    $heap = [GC]::GetTotalMemory($true) -shr 10
    $status = @{}
    foreach ($line in [IO.File]::ReadLines('/proc/self/status')) {
        $name, $value = $line -split ':\s*'
        $status[$name] = $value -replace '\D'
    }
    $handles = [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count
    $second = [int]$watch.Elapsed.TotalSeconds
    $known = (Get-IpMsgListener).MemberCount
    $samples.WriteLine("shell-$Number,$second,$($status.VmRSS),$heap,$($status.Threads),$handles,$known,$received")
    $samples.Flush()
    $log.Flush()
}

Enter-Network
[Console]::Out.WriteLine('ready')
while (-not (Test-Path "$Folder/end")) { Start-Sleep -Milliseconds 100 }
$end = [DateTimeOffset]::FromUnixTimeSeconds([long](Get-Content "$Folder/end"))
$watch = [Diagnostics.Stopwatch]::StartNew()
$sampleAt = 0
$leaveAt = [DateTimeOffset]::Now.AddSeconds($random.Next(60, 240))
# The last repetitions come nine seconds after the end, and a slow machine adds to that.
while ([DateTimeOffset]::Now -lt $end.AddSeconds(25)) {
    Receive-Message
    if ([DateTimeOffset]::Now -lt $end) {
        switch ($random.Next(200)) {
            0 { Set-IpMsgPresence -Absent -Title away -Message 'back soon' }
            1 { Set-IpMsgPresence -Present }
            2 { $null = Get-IpMsgMember; $null = Get-IpMsgOffer; $null = Get-IpMsgKey }
            3 { if ($store.DataPath) { $null = Get-IpMsgHistory -DataPath $store.DataPath -UserName "m$Number" -Last 20 } }
            default { Send-Message }
        }
    }
    Write-Ended
    Start-Sleep -Milliseconds $random.Next(1500)
    if ($watch.ElapsedMilliseconds -ge $sampleAt) {
        Write-Sample
        $sampleAt += $SampleMs
    }
    # With a store, messages that come between the last reading and the end wait for the next listener.
    if ($store.DataPath -and [DateTimeOffset]::Now -gt $leaveAt -and [DateTimeOffset]::Now.AddSeconds(30) -lt $end) {
        Stop-IpMsgListener
        Start-Sleep -Seconds $random.Next(15, 25)
        Enter-Network
        Write-Event D 0 0 0
        $leaveAt = [DateTimeOffset]::Now.AddSeconds($random.Next(60, 240))
    }
}
Receive-Message
Write-Ended -All
$samples.Dispose()
Stop-IpMsgListener
$log.Dispose()
[Console]::Out.WriteLine('ended')
