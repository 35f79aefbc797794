import Testing

/// Everything here runs whole clusters and looks at times: one test after the other.
@Suite(.serialized)
enum Conformance {}
