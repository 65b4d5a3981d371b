using System.Collections.Generic;
using System.Linq;

namespace IpMsg.PowerShell.Chat;

/// <summary>
/// Sealed messages and offered files under the numbers by which the user names them. The oldest are forgotten beyond a thousand:
/// Receive-IpMsg -Recent has them.
/// </summary>
internal sealed class ReceivedItems
{
    private const int Capacity = 1_000;

    private readonly SortedDictionary<int, object> _items = [];
    private int _last;

    /// <summary>Gives a number to a message or an attachment.</summary>
    internal int Add(object item)
    {
        _items[++_last] = item;
        if (_items.Count > Capacity)
            _items.Remove(_items.Keys.First());
        return _last;
    }

    /// <summary>The item of a number, or without one the last of its type; null when there is none.</summary>
    internal T? Find<T>(int? number) where T : class =>
        number is { } given
            ? _items.TryGetValue(given, out object? item) ? item as T : null
            : _items.Values.OfType<T>().LastOrDefault();

    /// <summary>Forgets an item, so that the one before it is the last.</summary>
    internal void Remove(object item)
    {
        foreach (int number in _items.Where(each => ReferenceEquals(each.Value, item)).Select(static each => each.Key).ToList())
            _items.Remove(number);
    }
}
