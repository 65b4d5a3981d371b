<#
.SYNOPSIS
    Joins sites over an MQTT broker: a message to name@site comes out there.
.DESCRIPTION
    Each site has a bridge, which is a member of its network. A message to
    the bridge that begins with name@site, or quotes one from there, is
    published with QoS 1, and comes out there at the contact or the group of
    contacts of this name, under the name and site of its sender. It counts
    as delivered when the other bridge has had it confirmed or has it in its
    queue. Until then it is kept and published again, also after a restart
    of either bridge or of the broker. Runs until Ctrl+C.

    Needs mosquitto_pub and mosquitto_sub. They read the host, the user and
    the certificates of the broker from their files mosquitto_pub and
    mosquitto_sub in ~/.config. docs/gateways.md has the rules for the broker.
.EXAMPLE
    ./mqtt-bridge.ps1 -Site osaka

    The bridge of the site osaka.
.EXAMPLE
    ./mqtt-bridge.ps1 -Site osaka -BrokerOption '-h', broker.example.org, '--cafile', /etc/ssl/certs/ca.pem

    The same with a broker that is named here.
#>
[CmdletBinding()]
param(
    # The name of this site: small letters, digits and hyphens.
    [Parameter(Mandatory = $true)]
    [ValidatePattern('^[a-z0-9][a-z0-9-]{0,31}$')]
    [string] $Site,

    # Options of mosquitto_pub and mosquitto_sub. Others on this machine can read them, so a password belongs in their files.
    [string[]] $BrokerOption = @(),

    # The folder for what is under way. It lasts as long as the bridge.
    [string] $Path,

    # How long a message waits in the queue for a contact that is away.
    [timespan] $Expires = '7.00:00:00'
)

$ErrorActionPreference = 'Stop'
. ([IO.Path]::Combine($PSScriptRoot, 'Demo.ps1'))
$group = 'Bridges'
$maxText = 16000
$maxName = 64
$repeatAfter = 10
$sendTimeout = 2
$utf8 = [Text.UTF8Encoding]::new($false)
$address = '(?<to>[^@:>\s][^@:>\r\n]{0,63})@(?<site>[a-z0-9][a-z0-9-]{0,31})'

if (-not $Path) {
    $data = [Environment]::GetFolderPath('LocalApplicationData')
    if (-not $data) { throw 'This account has no folder for application data. Name a folder with -Path.' }
    $Path = [IO.Path]::Combine($data, 'IpMsg', "bridge-$Site")
}
$Path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
$folders = @{}
foreach ($each in 'out', 'in') { $folders[$each] = [IO.Directory]::CreateDirectory([IO.Path]::Combine($Path, $each)).FullName }
$lastFile = [IO.Path]::Combine($Path, 'last.json')

# A file is there as a whole, or not at all.
function Set-File([string] $File, $Value) {
    $draft = "$File.new"
    [IO.File]::WriteAllText($draft, (ConvertTo-Json $Value -Compress -Depth 4), $utf8)
    if ([IO.File]::Exists($File)) { [IO.File]::Replace($draft, $File, [NullString]::Value) } else { [IO.File]::Move($draft, $File) }
}

function Get-File([string] $File) {
    if ([IO.File]::Exists($File)) { ConvertFrom-Json ([IO.File]::ReadAllText($File, $utf8)) }
}

function ConvertTo-Argument([string[]] $Word) {
    ($Word | ForEach-Object { if ($_ -match '[\s"]') { '"' + ($_ -replace '"', '\"') + '"' } else { $_ } }) -join ' '
}

function Start-Client([string] $Name, [string[]] $Word) {
    $start = [Diagnostics.ProcessStartInfo]::new($Name, (ConvertTo-Argument ($BrokerOption + $Word)))
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.StandardOutputEncoding = $utf8
    [Diagnostics.Process]::Start($start)
}

# True when the broker has acknowledged it.
function Publish([string] $To, [string] $Kind, $Value) {
    $client = Start-Client 'mosquitto_pub' '-q', '1', '-t', "ipmsg/$To/from/$Site/$Kind", '-s'
    try {
        $bytes = $utf8.GetBytes((ConvertTo-Json $Value -Compress -Depth 4))
        $client.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length)
        $client.StandardInput.Close()
        if (-not $client.WaitForExit(10000)) { $client.Kill() }
        $client.WaitForExit()
        $client.ExitCode -eq 0
    }
    # It has ended before it read its input.
    catch [IO.IOException] { $false }
    finally { $client.Dispose() }
}

# Answers a member of this site, whether it is there or not.
function Send-Answer($From, [string] $Text) {
    $null = Send-IpMsg $From -Message $Text -Queue -Expires $Expires -TimeoutSec $sendTimeout -ErrorAction Continue
}

# What a member of this site has written: from the history, so that a bridge that is killed reads it again.
function Receive-Message {
    $last = Get-File $lastFile
    $since = [datetimeoffset]$last.time
    $done = @($last.ids)
    $new = @(Get-IpMsgHistory -Since $since | Where-Object { $_.Direction -eq 'Received' -and $_.Id -notin $done } | Sort-Object Time)
    foreach ($message in $new) {
        Add-Message $message
        $time = $message.Time.ToString('o')
        $done = @(if ($message.Time -eq $since) { $done }) + $message.Id
        $since = $message.Time
        Set-File $lastFile @{ time = $time; ids = $done }
    }
}

function Add-Message($Message) {
    # Two bridges, or a bridge and a bot, would talk for ever.
    if ($Message.IsAutomatic -or $Message.IsBroadcast -or $Message.From.GroupName -eq $group) { return }
    $from = "$($Message.From.UserName)@$($Message.From.HostName)"
    # Its text is not in the history, from which this reads.
    if ($Message.NoLog) { return Send-Answer $from 'A message that asks not to be logged is not sent on.' }
    $text = "$($Message.Text)"
    $isQuoted = $text -match "^\s*>\s*$address`:"
    if (-not $isQuoted -and $text -notmatch "^\s*$address(\s*:|\s)") {
        $why = if ($Message.IsSealed) { 'A sealed message is not sent on.' } else { 'Begin with name@site, such as tanaka@osaka.' }
        return Send-Answer $from $why
    }
    $to = $Matches.to.Trim()
    $there = $Matches.site
    if ($there -eq $Site) { return Send-Answer $from "$there is this site: write to $to without a bridge." }
    if (-not $isQuoted) { $text = $text.Substring($Matches[0].Length) }
    $text = $text.Trim()
    if ($text.Length -gt $maxText) { return Send-Answer $from "At most $maxText characters are sent on." }
    if ($Message.Attachments) { Send-Answer $from 'Files are not sent on, only the text.' }
    # ConvertFrom-Json would make a date of a text that is one, but for its first character.
    $packet = @{ id = "$($Message.Id)"; name = ">$($Message.From.NickName)"; from = $from; to = $to; text = ">$text" }
    # The name in the folder sorts by time.
    $name = '{0:d19}-{1}.json' -f $Message.Time.UtcTicks, $Message.Id
    Set-File ([IO.Path]::Combine([IO.Directory]::CreateDirectory([IO.Path]::Combine($folders.out, $there)).FullName, $name)) $packet
}

# For each site the oldest message, until it is acknowledged: so they stay in order.
function Send-Waiting {
    foreach ($there in [IO.Directory]::GetDirectories($folders.out)) {
        $file = [IO.Directory]::GetFiles($there, '*.json') | Sort-Object | Select-Object -First 1
        if (-not $file -or ($published[$there] -and $published[$there].File -eq $file -and $clock.Elapsed -lt $published[$there].Until)) {
            continue
        }
        # A broker that does not answer has everything wait.
        if (-not (Publish ([IO.Path]::GetFileName($there)) 'message' (Get-File $file))) { return }
        $published[$there] = @{ File = $file; Until = $clock.Elapsed + [timespan]::FromSeconds($repeatAfter) }
    }
}

# The other bridge has the message, or refuses it.
function Complete-Message([string] $There, $Packet) {
    $folder = [IO.Path]::Combine($folders.out, $There)
    if (-not [IO.Directory]::Exists($folder)) { return }
    $file = [IO.Directory]::GetFiles($folder, "*-$($Packet.id -replace '[^A-Za-z0-9-]', '').json") | Select-Object -First 1
    if (-not $file) { return }
    $sent = Get-File $file
    if ($Packet.error) { Send-Answer $sent.from "Not delivered to $($sent.to)@$There`: $($Packet.error)" }
    [IO.File]::Delete($file)
    "$($sent.from) to $($sent.to)@$There`: $(if ($Packet.error) { $Packet.error } else { 'delivered' })"
}

# A message from another site. What was delivered once is only acknowledged.
function Complete-Arrival([string] $There, $Packet) {
    $id, $content = "$($Packet.id)", "$($Packet.text)"
    # Nothing that a bridge sends; it would get no answer either.
    if ($id -notmatch '^[A-Za-z0-9-]{1,64}$' -or $content.Length -gt $maxText + 1 -or $content -notlike '>*') { return }
    $seen = [IO.Path]::Combine([IO.Directory]::CreateDirectory([IO.Path]::Combine($folders.in, $There)).FullName, "$id.json")
    $state = Get-File $seen
    $name = ("$($Packet.name)" -replace '^>' -replace '[@:>\p{Cc}]', ' ').Trim()
    if ($name.Length -gt $maxName) { $name = $name.Substring(0, $maxName) }
    $text = "${name}@${There}: $($content.Substring(1))"
    # A bridge that ended between sending and noting it finds the message in its history.
    if ($state -and $state.state -eq 'sending' -and
        (Get-IpMsgHistory -Since ([datetimeoffset]$state.time) | Where-Object { $_.Direction -eq 'Sent' -and $_.Text -ceq $text })) {
        $state = @{ state = 'delivered' }
        Set-File $seen $state
    }
    if (-not $state -or $state.state -eq 'sending') {
        $contact = @(Get-IpMsgContact -ErrorAction SilentlyContinue |
                Where-Object { $_.Name -eq $Packet.to -or $_.Groups -contains $Packet.to })
        if (-not $contact) {
            $state = @{ state = 'refused'; error = "$Site has no contact of this name." }
        }
        else {
            Set-File $seen @{ state = 'sending'; time = [datetimeoffset]::UtcNow.ToString('o') }
            $send = @{ To = "$($Packet.to)"; Message = $text; Queue = $true; Expires = $Expires; TimeoutSec = $sendTimeout }
            $deliveries = @(Send-IpMsg @send -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
            # Without a place for it here, it stays with the other bridge, which publishes it again.
            if (-not ($deliveries | Where-Object { $_.Status -in 'Confirmed', 'Queued' })) {
                [IO.File]::Delete($seen)
                return
            }
            "$name@$There to $($Packet.to): $(($deliveries | ForEach-Object { "$($_.To) $($_.Status)" }) -join ', ')"
            $state = @{ state = 'delivered' }
        }
        Set-File $seen $state
    }
    $null = Publish $There 'answer' @{ id = $id; error = $state.error }
}

function Read-Packet([string] $Line) {
    $topic, $json = $Line -split ' ', 2
    # The broker decides who may publish as which site, so that the topic says it and not the packet.
    if ($topic -notmatch "^ipmsg/$Site/from/(?<site>[a-z0-9][a-z0-9-]{0,31})/(?<kind>message|answer)$") { return }
    $there, $kind = $Matches.site, $Matches.kind
    try { $packet = ConvertFrom-Json $json } catch { return }
    if (-not $packet -or $packet -is [array] -or $there -eq $Site) { return }
    if ($kind -eq 'answer') { Complete-Message $there $packet } else { Complete-Arrival $there $packet }
}

function Remove-Old {
    $old = [datetime]::UtcNow.AddDays(-30)
    foreach ($file in [IO.Directory]::GetFiles($folders.in, '*.json', 'AllDirectories')) {
        if ([IO.File]::GetLastWriteTimeUtc($file) -lt $old) { [IO.File]::Delete($file) }
    }
}

$null = Get-Command mosquitto_pub, mosquitto_sub
if (-not (Get-IpMsgListener)) { Start-IpMsgListener -NickName "bridge-$Site" -GroupName $group }
Remove-Old
# What came before the first start of the bridge was not meant for other sites.
if (-not (Get-File $lastFile)) { Set-File $lastFile @{ time = [datetimeoffset]::Now.ToString('o'); ids = @() } }
Receive-Message
$clock = [Diagnostics.Stopwatch]::StartNew()
$published = @{}
$client = $null
try {
    while ($true) {
        if (-not $client -or $client.HasExited) {
            if ($client) { $client.Dispose() }
            # A session that lasts: what is published while this bridge is away comes later.
            $client = Start-Client 'mosquitto_sub' '-c', '-i', "ipmsg-$Site", '-q', '1', '-t', "ipmsg/$Site/from/+/+", '-F', '%t %p'
            $reading = $client.StandardOutput.ReadLineAsync()
        }
        # Ctrl+C is seen between two waits.
        if ($reading.Wait(500)) {
            if ($null -ne $reading.Result) {
                Read-Packet $reading.Result
                $reading = $client.StandardOutput.ReadLineAsync()
            }
            # The client has ended: the broker is away.
            else { $null = $client.WaitForExit(1000) }
        }
        if (Receive-IpMsg) { Receive-Message }
        Send-Waiting
    }
}
finally {
    if ($client -and -not $client.HasExited) { $client.Kill() }
}
