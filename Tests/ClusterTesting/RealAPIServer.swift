import Foundation
import Synchronization

/// A real Kubernetes API server for tests: the one that `TEST_KUBECONFIG` names, or one started from the
/// `kube-apiserver` and `etcd` in `KUBEBUILDER_ASSETS` (default `/usr/local/kubebuilder/bin`, as envtest has it).
///
/// It has no controllers: nothing is garbage collected, no pod ever runs.
public enum RealAPIServer {
  /// Why tests that need one are skipped.
  public static let absence =
    "no real API server: TEST_KUBECONFIG is not set, and KUBEBUILDER_ASSETS holds no kube-apiserver and etcd"

  /// Whether there is one.
  public static let isAvailable = configuredPath != nil || binaries != nil

  /// The path of a kubeconfig of its administrator. The server is started at the first call and shared by all
  /// tests of the process; it ends with the process.
  public static func kubeconfig() async throws -> String { try await started.value }

  /// Whether a server of their own can be started for tests that run an operator.
  public static let canBeStarted = binaries != nil

  /// Why tests that need a server of their own are skipped.
  public static let absenceOfPrograms = "KUBEBUILDER_ASSETS holds no kube-apiserver and etcd"

  /// As `kubeconfig()`, but of a second server, for tests that run an operator: it acts on every app of a cluster,
  /// also on those of other tests.
  public static func operatorKubeconfig() async throws -> String { try await startedForOperator.value }

  /// Why a server did not start.
  public struct StartError: Error, CustomStringConvertible {
    /// What went wrong.
    public let description: String
  }

  private static let configuredPath = ProcessInfo.processInfo.environment["TEST_KUBECONFIG"]

  private static let binaries: (apiServer: String, etcd: String)? = {
    let folder = ProcessInfo.processInfo.environment["KUBEBUILDER_ASSETS"] ?? "/usr/local/kubebuilder/bin"
    let found = (apiServer: "\(folder)/kube-apiserver", etcd: "\(folder)/etcd")
    let files = FileManager.default
    return files.isExecutableFile(atPath: found.apiServer) && files.isExecutableFile(atPath: found.etcd)
      ? found : nil
  }()

  private static let started = Task { () async throws -> String in
    if let configuredPath { return configuredPath }
    guard let binaries else { throw StartError(description: absence) }
    return try await start(binaries)
  }

  private static let startedForOperator = Task { () async throws -> String in
    guard let binaries else { throw StartError(description: absenceOfPrograms) }
    return try await start(binaries)
  }

  /// Both programs run below one shell that ends them when its standard input closes: with this process, however
  /// that ends.
  private static let script = #"""
    # By number: `$(jobs -p)` is a subshell, which in dash has no jobs. At once: an API server that has lost its etcd
    # does not end in good order, and nothing here is worth keeping.
    trap 'kill -9 $servers 2>/dev/null; wait; rm -rf "$DIR"' EXIT
    cd "$DIR"
    openssl genrsa -out sa.key 2048 2>/dev/null
    "$ETCD" --data-dir etcd --listen-client-urls "http://127.0.0.1:$ETCD_PORT" \
      --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" --listen-peer-urls "http://127.0.0.1:0" \
      --unsafe-no-fsync >etcd.log 2>&1 &
    servers=$!
    "$APISERVER" --etcd-servers "http://127.0.0.1:$ETCD_PORT" --cert-dir certs --secure-port "$PORT" \
      --bind-address 127.0.0.1 --service-cluster-ip-range 10.0.0.0/24 --token-auth-file tokens.csv \
      --service-account-issuer https://localhost/ --service-account-key-file sa.key \
      --service-account-signing-key-file sa.key --authorization-mode RBAC \
      --disable-admission-plugins ServiceAccount --allow-privileged=true \
      --endpoint-reconciler-type none >apiserver.log 2>&1 &
    servers="$servers $!"
    cat >/dev/null
    """#

  /// Held open for as long as the process lives.
  private static let standardInputs = Mutex<[Pipe]>([])

  private static func start(_ binaries: (apiServer: String, etcd: String)) async throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "apiserver-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let token = UUID().uuidString
    try "\(token),admin,admin,system:masters\n".write(
      to: folder.appending(path: "tokens.csv"), atomically: true, encoding: .utf8)
    let port = try FreePort.find()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "DIR": folder.path(), "ETCD": binaries.etcd, "APISERVER": binaries.apiServer, "PORT": "\(port)",
      "ETCD_PORT": "\(try FreePort.find())",
    ]) { $1 }
    let input = Pipe()
    // A child that inherited the writing end would keep itself alive.
    _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    standardInputs.withLock { $0.append(input) }
    try process.run()
    let certificate = folder.appending(path: "certs/apiserver.crt").path()
    let kubeconfig = folder.appending(path: "kubeconfig").path()
    try """
    apiVersion: v1
    kind: Config
    current-context: test
    contexts: [{name: test, context: {cluster: test, user: test}}]
    clusters: [{name: test, cluster: {server: "https://127.0.0.1:\(port)", certificate-authority: "\(certificate)"}}]
    users: [{name: test, user: {token: "\(token)"}}]
    """.write(toFile: kubeconfig, atomically: true, encoding: .utf8)
    let isReady = await eventually(within: .seconds(90)) {
      await isServing(port: port, certificate: certificate, token: token)
    }
    guard isReady else {
      let log = (try? String(contentsOf: folder.appending(path: "apiserver.log"), encoding: .utf8)) ?? ""
      throw StartError(description: "the API server did not become ready: \(log.suffix(2000))")
    }
    return kubeconfig
  }

  /// By curl, so that no code under test decides about it.
  private static func isServing(port: Int, certificate: String, token: String) async -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "curl", "--silent", "--fail", "--max-time", "2", "--cacert", certificate, "--header",
      "Authorization: Bearer \(token)", "https://127.0.0.1:\(port)/readyz",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return await withCheckedContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus == 0) }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(returning: false)
      }
    }
  }
}
