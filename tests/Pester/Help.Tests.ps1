BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $commands = Get-Command -Module IpMsg | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
    $topics = Get-ChildItem (Join-Path $root 'docs/en-US/about_*.md') | ForEach-Object { @{ Name = $_.BaseName } }
    $hasPlatyPS = [bool](Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $pages = Join-Path $root 'docs/en-US'
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $Name -Full
        $parameters = $Command.Parameters.Values | Where-Object Name -NotIn $common
    }

    It 'has a synopsis, a description, outputs, notes and links' {
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        $help.returnValues | Should -Not -BeNullOrEmpty
        $help.alertSet | Should -Not -BeNullOrEmpty
        $help.relatedLinks.navigationLink.linkText | Should -Contain 'about_IpMsg'
    }

    It 'explains every parameter, and none that is not there' {
        $inHelp = $help.parameters.parameter | Where-Object name -NotIn 'WhatIf', 'Confirm'
        $inHelp.name | Sort-Object | Should -Be ($parameters.Name | Sort-Object)
        foreach ($parameter in $inHelp) { "$($parameter.description.Text)".TrimEnd() | Should -Match '\.$' -Because $parameter.name }
    }

    It 'has at least two examples of valid commands with real parameters' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            $code = ($example.code -split '\n\n(?=\S+ +: |\S+ {2,}\S)')[0]
            $problems = $null
            $script = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref]$null, [ref]$problems)
            $problems | Should -BeNullOrEmpty -Because $example.title
            foreach ($call in $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                # Cmdlets have to exist everywhere, programs only where the example runs.
                $isCmdlet = $call.GetCommandName() -match '^\w+-\w+$'
                $known = Get-Command $call.GetCommandName() -ErrorAction ($isCmdlet ? 'Stop' : 'Ignore')
                $used = $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }
                if ($known.Module.Name -ne 'IpMsg') { continue }
                foreach ($parameter in $used) { $known.Parameters.Keys | Should -Contain $parameter.ParameterName -Because $example.title }
            }
        }
    }
}

Describe 'The help of the main cmdlets' {
    It 'has at least three examples of <_>' -ForEach @(
        'Send-IpMsg', 'Receive-IpMsg', 'Get-IpMsgMember', 'Start-IpMsgListener', 'Save-IpMsgAttachment', 'Get-IpMsgOffer',
        'Get-IpMsgDelivery'
    ) {
        @((Get-Help $_ -Full).examples.example).Count | Should -BeGreaterOrEqual 3
    }
}

Describe '<Name>' -ForEach $topics {
    BeforeAll {
        $text = Get-Help $Name | Out-String
    }

    It 'is made of its page' {
        . (Join-Path $root 'docs/help/AboutText.ps1')
        $made = ConvertTo-AboutText (Get-Content (Join-Path $pages "$Name.md") -Encoding utf8)
        (Get-Content (Join-Path $root "en-US/$Name.help.txt") -Raw -Encoding utf8).Trim() |
            Should -BeExactly $made.Trim() -Because 'docs/build-help.ps1 makes it'
    }

    It 'is there, 84 columns wide at most' {
        $text | Should -Match 'SHORT DESCRIPTION'
        $text | Should -Match 'SEE ALSO'
        ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 84
    }
}

Describe 'The about topics' {
    It 'are all there, wherever one is named' {
        $places = 'README*.md', 'docs/*.md', 'docs/en-US/*.md', 'examples/*.ps1',
            'src/IpMsg.PowerShell/*/*.cs', 'src/IpMsg.PowerShell/*/*.ps1xml'
        $named = Get-ChildItem ($places | ForEach-Object { Join-Path $root $_ }) | Select-String '\babout_IpMsg\w*' -AllMatches
        $named.Count | Should -BeGreaterThan 10
        foreach ($line in $named) {
            foreach ($topic in $line.Matches.Value) {
                Join-Path $pages "$topic.md" | Should -Exist -Because "$($line.Filename):$($line.LineNumber) names it"
            }
        }
    }

    It 'are named by about_IpMsg' {
        $text = Get-Help about_IpMsg | Out-String
        $topics = @(Get-ChildItem $pages/about_IpMsg_*.md)
        $topics | Should -Not -BeNullOrEmpty
        foreach ($topic in $topics) { $text | Should -Match "\b$($topic.BaseName)\b" }
    }

    It 'list every error id' {
        # The first use loads the library that has them.
        $null = Get-IpMsgListener
        $text = Get-Help about_IpMsg_Troubleshooting | Out-String
        [enum]::GetNames([IpMsg.Node.IpMsgErrorId]) | Where-Object { $text -notmatch "(?m)^ +$_ +\S" } | Should -BeNullOrEmpty
    }

    It 'list every environment variable' {
        $text = Get-Help about_IpMsg | Out-String
        $names = 'NICKNAME', 'GROUP', 'PORT', 'BROADCAST', 'ENCODING', 'KEYPATH', 'CONTACTS',
            'DATAPATH', 'NOSTORE', 'HISTORY', 'HISTORYSIZE', 'HISTORYDAYS'
        foreach ($name in $names) { $text | Should -Match "IPMSG_$name" }
    }
}

Describe 'The generated help' {
    It 'is what docs/build-help.ps1 makes of the pages' -Skip:(-not $hasPlatyPS) {
        $folder = Join-Path $TestDrive 'help'
        & (Join-Path $root 'docs/build-help.ps1') -Destination $folder
        $files = @(Get-ChildItem $folder)
        $files.Name | Sort-Object | Should -Be (Get-ChildItem (Join-Path $root 'en-US')).Name
        foreach ($made in $files) {
            (Get-Content (Join-Path $root "en-US/$($made.Name)") -Raw) |
                Should -Be (Get-Content $made.FullName -Raw) -Because "en-US/$($made.Name) is to be made again"
        }
    }
}
