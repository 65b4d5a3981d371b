BeforeDiscovery {
    $hasAnalyzer = [bool](Get-Module -ListAvailable PSScriptAnalyzer)
}

Describe 'PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
    BeforeAll {
        # Its rules run in parallel and now and then lose their commands, for the rest of the process. So it gets a process of its
        # own, and another one when that has happened.
        function Find-Problem {
            $pwsh = (Get-Process -Id $PID).Path
            foreach ($attempt in 1..5) {
                $answer = & $pwsh -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot 'Find-ScriptProblem.ps1') 2>&1 | Out-String
                if ($LASTEXITCODE -eq 0) { return $answer.Trim() }
                if ($answer -notmatch 'Get-Command') { break }
                Write-Warning "PSScriptAnalyzer lost its commands (attempt $attempt)."
            }
            throw $answer
        }
    }

    It 'has nothing to say about any script of the repository' {
        Find-Problem | Should -BeNullOrEmpty
    }
}
