namespace IpMsg.PowerShell.Terminal;

/// <summary>A terminal to which lines are added at its end. Nothing shows before <see cref="Flush"/>.</summary>
internal interface IScreen
{
    /// <summary>The cells of a row.</summary>
    int Width { get; }

    /// <summary>Moves the cursor to the first column of a row above, or of its own, and erases everything from there on.</summary>
    void EraseFrom(int rowsAbove);

    /// <summary>Writes text without control characters at the cursor.</summary>
    void Write(string text);

    /// <summary>Moves the cursor to the first column of the next row; at the end of the screen it scrolls.</summary>
    void NewLine();

    /// <summary>Moves the cursor within its row.</summary>
    void MoveToColumn(int column);

    /// <summary>Shows what was written.</summary>
    void Flush();
}
