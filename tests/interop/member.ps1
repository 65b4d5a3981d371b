# A member that a script plays: reads one command a line from -In, runs it, and writes its results to -Out,
# each as a line with "=" in front, then "ok" or "failed <error id>: <message>". An empty line ends it.
param([string] $In, [string] $Out)
$ErrorActionPreference = 'Stop'
if (-not (Get-Module IpMsg)) {
    Import-Module ([IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '../../out/IpMsg/IpMsg.psd1')))
}
$plain = [Text.UTF8Encoding]::new($false)
# Pipes by name and not standard input, so that it does not matter what the host makes of that.
$answers = [IO.StreamWriter]::new([IO.FileStream]::new($Out, 'Open', 'Write'), $plain)
$answers.AutoFlush = $true
$answers.NewLine = "`n"
$commands = [IO.StreamReader]::new($In, $plain)
while ($line = $commands.ReadLine()) {
    try {
        # Dot-sourced, so that variables live on from one command to the next.
        . ([scriptblock]::Create($line)) | ForEach-Object { $answers.WriteLine('=' + "$_".Replace("`n", '\n')) }
        $answers.WriteLine('ok')
    }
    catch {
        $answers.WriteLine("failed $($_.FullyQualifiedErrorId): $($_.Exception.Message)".Replace("`n", ' '))
    }
}
