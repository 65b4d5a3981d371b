# A page, the MAML that Get-Help reads, and the cmdlet say the same about everything; also where PlatyPS is not there to make the MAML anew.

BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    . $PSScriptRoot/Pages.ps1
    $commands = Get-Command -Module IpMsg | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
    # Get and Receive cmdlets exist to show objects, so their pages show a view of them. Other pages may have output.
    $printing = $commands | Where-Object {
        $_.Command.Verb -in 'Get', 'Receive' -or (Read-HelpPage (Join-Path $root "docs/en-US/$($_.Name).md")).Examples.Output -ne ''
    }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    . $PSScriptRoot/Pages.ps1
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    $ours = Get-FormatData 'IpMsg.PowerShell.*'

    # The heads of our tables, as they are shown.
    $heads = foreach ($table in $ours.FormatViewDefinition.Control | Where-Object Headers) {
        $cells = $table.Headers | ForEach-Object {
            if ($_.Alignment -eq 'Right') { $_.Label.PadLeft($_.Width) } else { $_.Label.PadRight($_.Width) }
        }
        ($cells -join ' ').TrimEnd()
    }
    # The labels that our lists always have.
    $lists = foreach ($list in $ours.FormatViewDefinition.Control | Where-Object { $_ -is [System.Management.Automation.ListControl] }) {
        $labels = $list.Entries[0].Items | Where-Object { -not $_.ItemSelectionCondition } |
            ForEach-Object { if ($_.Label) { $_.Label } else { $_.DisplayEntry.Value } }
        $labels -join ', '
    }
}

Describe 'The page of <Name>' -ForEach $commands {
    BeforeAll {
        $page = Read-HelpPage (Join-Path $root "docs/en-US/$Name.md")
        $help = Get-Help $Name -Full
        $paragraphs = { param($of) (@($of) -replace '\r' | ForEach-Object Trim) -join "`n`n" }
    }

    It 'has every parameter of the cmdlet, and no other' {
        $parameters = $Command.Parameters.Values | Where-Object { $_.Name -notin $common -or $_.Name -in 'WhatIf', 'Confirm' }
        $page.Parameters.Name | Sort-Object | Should -Be ($parameters.Name | Sort-Object)
    }

    It 'says of every parameter what the cmdlet does with it' {
        foreach ($said in $page.Parameters) {
            $parameter = $Command.Parameters[$said.Name]
            $said.Type | Should -Be $parameter.ParameterType.FullName -Because $said.Name
            $said.Aliases | Should -Be @($parameter.Aliases) -Because $said.Name
            $said.Wildcards | Should -Be ([bool]($parameter.Attributes -match 'SupportsWildcards')) -Because $said.Name
            $sets = foreach ($set in $parameter.ParameterSets.GetEnumerator()) {
                $position = if ($set.Value.Position -lt 0) { 'Named' } else { $set.Value.Position }
                ('{0}: {1}, {2}, {3}' -f $set.Key, $position, $set.Value.IsMandatory, $set.Value.ValueFromPipeline).ToLowerInvariant()
            }
            $said.Sets.ToLowerInvariant() | Sort-Object | Should -Be ($sets | Sort-Object) -Because $said.Name
        }
    }

    It 'says of every parameter what Get-Help says' {
        foreach ($said in $page.Parameters) {
            $shown = $help.parameters.parameter | Where-Object name -EQ $said.Name
            & $paragraphs $shown.description.Text | Should -BeExactly $said.Text -Because $said.Name
            $shown.type.name | Should -Be $said.Type -Because $said.Name
            "$($shown.defaultValue)" | Should -Be $said.Default -Because $said.Name
            $shown.globbing | Should -Be "$($said.Wildcards)" -Because $said.Name
            $shown.aliases | Should -Be $(if ($said.Aliases) { $said.Aliases -join ', ' } else { 'none' }) -Because $said.Name
            $first = $said.Sets[0] -split ': |, '
            $shown.position, $shown.required | Should -Be $first[1], $first[2] -Because $said.Name
        }
    }

    It 'has the syntax of the cmdlet in Get-Help' {
        $shown = $help.syntax.syntaxItem | ForEach-Object { ($_.parameter.name | Sort-Object) -join ' ' } | Sort-Object
        $sets = $Command.ParameterSets | ForEach-Object {
            ($_.Parameters.Name | Where-Object { $_ -notin $common -or $_ -in 'WhatIf', 'Confirm' } | Sort-Object) -join ' '
        } | Sort-Object
        $shown | Should -Be $sets
    }

    It 'has the texts, examples, types and links of Get-Help' {
        $help.Synopsis | Should -BeExactly $page.Synopsis
        & $paragraphs $help.description.Text | Should -BeExactly $page.Description
        & $paragraphs $help.alertSet.alert.Text | Should -BeExactly $page.Notes
        $help.examples.example.title -replace '^[- ]+|[- ]+$' | Should -BeExactly $page.Examples.Title
        foreach ($example in $page.Examples) {
            $shown = $help.examples.example | Where-Object title -Like "*$([WildcardPattern]::Escape($example.Title))*"
            $code = if ($example.Output) { $example.Code, '', $example.Output } else { $example.Code }
            $shown.code -replace '\r' | Should -BeExactly ($code -join "`n") -Because $example.Title
            & $paragraphs ($shown.remarks.Text -ne '') | Should -BeExactly $example.Text -Because $example.Title
        }
        $help.inputTypes.inputType.type.name | Should -Be $page.Inputs
        $help.returnValues.returnValue.type.name | Should -Be $page.Outputs
        $help.relatedLinks.navigationLink.linkText | Should -Be $page.Links
    }
}

Describe 'The output on the page of <Name>' -ForEach $printing {
    It 'is output as it is shown today' {
        $examples = @((Read-HelpPage (Join-Path $root "docs/en-US/$Name.md")).Examples | Where-Object Output)
        $examples | Should -Not -BeNullOrEmpty
        foreach ($example in $examples) {
            $head, $rest = $example.Output -split '\n'
            $isList = $head -match '^\S+ +: '
            $labels = if ($isList) { $example.Output -split '\n' -replace ' *: ?.*' } else { -split $head }
            # What the example itself selects, in its order.
            if ($example.Code -match ($labels -join ',\s*')) { continue }
            if (-not $isList) { $heads | Should -Contain $head -Because $example.Title }
            elseif ($example.Code -match '\.Counters') { [IpMsg.PowerShell.IpMsgCounters].GetProperties().Name | Should -Be $labels }
            else { $lists | Should -Contain ($labels -join ', ') -Because $example.Title }
        }
    }
}
