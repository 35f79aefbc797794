extension Reflector {
  /// Times and sizes; the defaults are the rules.
  struct Settings: Sendable {
    /// client-go's page size.
    var pageSize = 500
    /// Whether streaming lists are tried at all.
    var streamsLists = true
    /// Longest silence within a streaming list: an old etcd or a proxy may never send the marker of its end.
    var markerSilence = Duration.seconds(10)
    /// Longest streaming list.
    var markerDeadline = Duration.seconds(60)
    /// Longest wait for the server to accept a watch, and longest silence of an open one. Bookmarks come about
    /// once a minute; opening a watch again costs one request and loses nothing, so a quiet kind is asked anew
    /// rather than trusted for longer than a minute.
    var watchSilence = Duration.seconds(55)
    /// Range of the server-side timeout of watches in seconds, as in client-go: spread, so that they do not all
    /// end together.
    var watchTimeout = 300..<600
    /// A watch that ends sooner without any event is a failure.
    var shortestWatch = Duration.seconds(1)
    /// So many failures in a row, then everything is listed again.
    var failuresBeforeRelist = 5
    /// So many streaming lists that break off, then plain lists for good.
    var brokenStreamsBeforeFallback = 3
    /// A server that asks for a longer pause does not get it.
    var longestThrottle = Duration.seconds(300)
  }
}
