# Finds what Windows PowerShell 5.1 does not know in a script: syntax, commands, parameters, variables and members of .NET.

# Commands that came with PowerShell 6 and 7.
$newCommands = 'Get-Error', 'Get-Uptime', 'Join-String', 'Test-Json', 'ConvertFrom-Markdown', 'Show-Markdown', 'Remove-Alias',
'Remove-Service', 'Switch-Process', 'Start-ThreadJob', 'Get-SecureRandom', 'ConvertTo-CliXml', 'ConvertFrom-CliXml',
'Install-PSResource', 'Update-PSResource', 'Find-PSResource', 'Get-PSSubsystem', 'Get-ExperimentalFeature', 'Enable-ExperimentalFeature'

# Parameters that came with PowerShell 6 and 7, and encodings.
$newParameters = @{
    'ConvertFrom-Json'  = 'AsHashtable', 'Depth', 'NoEnumerate', 'DateKind'
    'ConvertTo-Json'    = 'AsArray', 'EnumsAsStrings', 'EscapeHandling'
    'ConvertTo-Csv'     = 'UseQuotes', 'QuoteFields', 'NoHeader', 'IncludeTypeInformation'
    'Export-Csv'        = 'UseQuotes', 'QuoteFields', 'NoHeader', 'IncludeTypeInformation'
    'ForEach-Object'    = 'Parallel', 'ThrottleLimit', 'UseNewRunspace', 'TimeoutSeconds', 'AsJob'
    'Format-Hex'        = 'Count', 'Offset'
    'Get-ChildItem'     = 'FollowSymlink'
    'Get-Command'       = 'UseFuzzyMatching', 'UseAbbreviationExpansion'
    'Get-Content'       = 'AsByteStream'
    'Get-Date'          = 'AsUTC', 'UnixTimeSeconds'
    'Get-Random'        = 'Shuffle'
    'Import-Module'     = 'UseWindowsPowerShell', 'SkipEditionCheck'
    'Invoke-RestMethod' = 'SkipHttpErrorCheck', 'SkipCertificateCheck', 'Authentication', 'Token', 'Form', 'Resume', 'RetryIntervalSec',
    'MaximumRetryCount', 'StatusCodeVariable', 'ResponseHeadersVariable', 'FollowRelLink', 'NoProxy'
    'Invoke-WebRequest' = 'SkipHttpErrorCheck', 'SkipCertificateCheck', 'Authentication', 'Token', 'Form', 'Resume', 'RetryIntervalSec',
    'MaximumRetryCount', 'NoProxy'
    'Join-Path'         = 'AdditionalChildPath', 'Extension'
    'Measure-Object'    = 'AllStats', 'StandardDeviation'
    'New-Guid'          = 'Empty', 'InputObject'
    'Out-String'        = 'NoNewline'
    'Resolve-Path'      = 'RelativeBasePath', 'Force'
    'Select-String'     = 'Raw', 'NoEmphasis', 'Culture'
    'Set-Content'       = 'AsByteStream'
    'Sort-Object'       = 'Top', 'Bottom', 'Stable'
    'Split-Path'        = 'LeafBase', 'Extension'
    'Start-Job'         = 'WorkingDirectory'
    'Start-Process'     = 'Environment'
    'Start-Sleep'       = 'Duration'
    'Test-Connection'   = 'TargetName', 'TcpPort', 'Ping', 'Traceroute', 'MtuSize', 'IPv4', 'IPv6', 'Repeat', 'TimeoutSeconds'
    'Wait-Process'      = 'Any', 'PassThru'
}
$newEncodings = 'utf8NoBOM', 'utf8BOM', 'ansi'
$newVariables = 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'EnabledExperimentalFeatures'

# Members of .NET that the .NET Framework lacks.
$newMembers = 'GetRelativePath', 'ArgumentList', 'ToHexString', 'FromHexString', 'ProcessPath', 'ProcessId', 'Clamp', 'Shared',
'ReadAllTextAsync', 'WriteAllTextAsync', 'ReadAllBytesAsync', 'WaitForExitAsync', 'GetUnixFileMode',
'CreateTempSubdirectory', 'ResolveLinkTarget', 'HashData', 'MaxBy', 'MinBy', 'Latin1', 'UnixEpoch'

# The findings in a text, a line each. A text without any parses in 5.1, and means the same.
function Find-NewSyntax([string] $Text) {
    $tokens = $errors = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $tokens, [ref] $errors)
    foreach ($problem in $errors) { "$($problem.Extent.StartLineNumber): $($problem.Message)" }
    foreach ($node in $ast.FindAll({ $true }, $true)) {
        $what = Get-NewSyntax $node
        if ($what) { "$($node.Extent.StartLineNumber): $what" }
    }
    foreach ($token in $tokens) {
        $what = Get-NewToken $token
        if ($what) { "$($token.Extent.StartLineNumber): $what" }
    }
}

function Get-NewSyntax([System.Management.Automation.Language.Ast] $Node) {
    switch ($Node.GetType().Name) {
        'TernaryExpressionAst' { '? :' }
        'PipelineChainAst' { '&& or ||' }
        'PipelineAst' { if ($Node.Background) { '& at the end' } }
        'ScriptBlockAst' { if ($Node.CleanBlock) { 'clean' } }
        'BinaryExpressionAst' {
            if ($Node.Operator -eq 'QuestionQuestion') { '??' }
            if ("$($Node.Operator)" -match '^[IC]replace$' -and $Node.Right.Extent.Text -match ',\s*\{') { '-replace with a script block' }
        }
        'AssignmentStatementAst' { if ($Node.Operator -eq 'QuestionQuestionEquals') { '??=' } }
        'MemberExpressionAst' { Get-NewMember $Node }
        'InvokeMemberExpressionAst' { Get-NewMember $Node }
        'IndexExpressionAst' { if ($Node.NullConditional) { '?[]' } }
        'VariableExpressionAst' { if ($Node.VariablePath.UserPath -in $newVariables) { "`$$($Node.VariablePath.UserPath)" } }
        'CommandAst' { Get-NewCommand $Node }
    }
}

function Get-NewMember($Node) {
    if ($Node.NullConditional) { '?.' }
    if ($Node.Member.Extent.Text -in $newMembers) { ".$($Node.Member.Extent.Text)" }
}

function Get-NewCommand([System.Management.Automation.Language.CommandAst] $Node) {
    $name = $Node.GetCommandName()
    if (-not $name) { return }
    if ($name -in $newCommands) { return $name }
    $alias = Get-Alias $name -ErrorAction Ignore
    if ($alias) { $name = $alias.ResolvedCommandName }
    $parameters = @($Node.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] })
    foreach ($parameter in $parameters) {
        if ($parameter.ParameterName -in $newParameters[$name]) { "$name -$($parameter.ParameterName)" }
        if ($parameter.ParameterName -in 'ProgressAction', 'proga') { '-ProgressAction' }
        $at = $Node.CommandElements.IndexOf($parameter)
        $value = if ($parameter.Argument) { $parameter.Argument } else { $Node.CommandElements | Select-Object -Skip ($at + 1) -First 1 }
        if ($parameter.ParameterName -eq 'Encoding' -and "$value" -in $newEncodings) { "-Encoding $value" }
    }
    # Before version 6 it takes two positional arguments.
    if ($name -eq 'Join-Path' -and $parameters.Count -eq 0 -and $Node.CommandElements.Count -gt 3) { 'Join-Path with three parts' }
}

function Get-NewToken([System.Management.Automation.Language.Token] $Token) {
    if ($Token.Kind -eq 'Number' -and $Token.Text -match '(?i)^-?0b|u|\d[nsy]$' -and $Token.Text -notmatch '(?i)^-?0x') {
        "the number $($Token.Text)"
    }
    # The escapes for ESC and for a code point: in 5.1 they are the letters.
    if ($Token -is [System.Management.Automation.Language.StringExpandableToken] -and $Token.Text -match '(?<!`)(``)*`(e|u\{)') {
        "an escape in $($Token.Text)"
    }
    if ($Token.Kind -eq 'Comment' -and $Token.Text -match '(?im)^#requires.*-Version\s+[67]') { $Token.Text }
}
