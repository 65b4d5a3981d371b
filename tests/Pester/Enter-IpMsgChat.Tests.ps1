# The conversation itself needs a terminal: tests/terminal/chat.tests.sh runs it in tmux.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Enter-IpMsgChat without a terminal' {
    It 'is an error that says what to type instead' {
        $result = Invoke-Pwsh -Answer 'hello' -Command @'
            try { Enter-IpMsgChat "it's me" }
            catch {
                $_.FullyQualifiedErrorId, $_.CategoryInfo.Category, $_.TargetObject
                $_.ErrorDetails.Message, $_.ErrorDetails.RecommendedAction
            }
            (Get-IpMsgListener | Measure-Object).Count
'@
        $result.Output -split '\r?\n' | Should -Be @(
            'NoTerminal,IpMsg.PowerShell.Commands.EnterIpMsgChatCommand', 'InvalidOperation', "it's me"
            'A conversation needs a terminal, and the input is redirected.'
            "In a script: Send-IpMsg 'it''s me' 'text' sends, and Receive-IpMsg 'it''s me' -Wait waits for the answers."
            '0')
    }

    It 'is an error in a session without a console' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$manifest'; Enter-IpMsgChat suzuki")
            $shell.Invoke() | Should -BeNullOrEmpty
            $shell.Streams.Error.FullyQualifiedErrorId | Should -Be 'NoTerminal,IpMsg.PowerShell.Commands.EnterIpMsgChatCommand'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'is an error in a job' {
        $job = Start-Job { Import-Module $using:manifest; try { Enter-IpMsgChat suzuki } catch { $_.FullyQualifiedErrorId } }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 'NoTerminal,IpMsg.PowerShell.Commands.EnterIpMsgChatCommand'
    }
}

Describe 'Tab behind Enter-IpMsgChat' {
    It 'completes members, and groups' {
        $null = Add-TestMember $lan tanaka Office -Here
        $null = Add-TestMember $lan suzuki Sales
        Wait-TestLan $lan
        foreach ($line in 'Enter-IpMsgChat s', 'Enter-IpMsgChat -To S') {
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'suzuki', 'Sales'
        }
    }
}
