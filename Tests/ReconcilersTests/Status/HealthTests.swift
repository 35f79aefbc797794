import Foundation
import KubeClient
import Testing

@testable import Reconcilers

@Suite("Health of children")
struct HealthTests {
  private func conditions(_ cluster: TestCluster) -> KubeObject {
    KubeObject([
      "status": StatusCalculator.status(
        of: cluster.app, object: cluster.object, observation: cluster.observation,
        now: Date(timeIntervalSince1970: 0))
    ])
  }

  private func webTrouble(_ podStatus: String) throws -> Condition? {
    var cluster = try TestCluster()
    cluster.deployment("shop-web", available: 0, updated: 2, of: 2)
    try cluster.pod(of: "shop-web", podStatus)
    return conditions(cluster).condition("WebAvailable")
  }

  @Test(
    "pods that do not start say why and what to do",
    arguments: [
      (
        "{waiting: {reason: ErrImagePull, message: 'failed to resolve: 401 Unauthorized'}}",
        "ImagePullFailed", "spec.imagePullSecrets"
      ),
      (
        "{waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"shop:9\": ErrImagePull: shop:9: not found'}}",
        "ImagePullFailed", "check name and tag in spec.image"
      ),
      (
        "{waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"shop:9\"'}}",
        "ImagePullFailed", "tries again"
      ),
      ("{waiting: {reason: InvalidImageName}}", "ImagePullFailed", "correct spec.image"),
      ("{waiting: {reason: ErrImageNeverPull}}", "ImagePullFailed", "Never"),
      (
        "{waiting: {reason: CreateContainerConfigError, message: 'secret \"app-env\" not found'}}",
        "ConfigurationMissing", "app-env"
      ),
      (
        "{waiting: {reason: CreateContainerConfigError, message: 'container has runAsNonRoot and image will run as root'}}",
        "ConfigurationMissing", "runAsUser"
      ),
      (
        "{waiting: {reason: RunContainerError, message: 'exec: php: executable file not found'}}",
        "ContainerNotStarted", "php"
      ),
    ])
  func notStarting(state: String, reason: String, hint: String) throws {
    let condition = try webTrouble("{containerStatuses: [{name: app, image: 'shop:9', state: \(state)}]}")
    #expect(condition?.value == .false)
    #expect(condition?.reason == reason)
    #expect(condition?.message.contains(hint) == true, "\(condition?.message ?? "")")
  }

  @Test(
    "exit codes are explained",
    arguments: [
      ("web", 1, "Error", "CrashLoopBackOff", "see its log"),
      ("web", 0, "Completed", "CrashLoopBackOff", "foreground"),
      ("web", 127, "StartError", "CrashLoopBackOff", "command"),
      ("web", 137, "OOMKilled", "OOMKilled", "resources.limits.memory"),
      ("web", 137, "Error", "CrashLoopBackOff", "killed"),
      ("web", 255, "Error", "CrashLoopBackOff", "fatal PHP error"),
      ("worker-default", 12, "Error", "CrashLoopBackOff", "pool's memory"),
      ("worker-default", 1, "Error", "CrashLoopBackOff", "pool's timeout"),
      ("worker-default", 0, "Completed", "CrashLoopBackOff", "maxJobs"),
    ])
  func exitCodes(workload: String, code: Int, word: String, reason: String, hint: String) throws {
    var cluster = try TestCluster("{image: shop:1, workers: [{name: default}]}")
    cluster.deployment("shop-\(workload)", available: 0, updated: 1, of: 1)
    try cluster.pod(
      of: "shop-\(workload)",
      """
      containerStatuses:
        - name: app
          restartCount: 4
          state: {waiting: {reason: CrashLoopBackOff, message: back-off 40s}}
          lastState: {terminated: {exitCode: \(code), reason: \(word)}}
      """)
    let part = workload == "web" ? "WebAvailable" : "WorkersAvailable"
    let condition = conditions(cluster).condition(part)
    #expect(condition?.reason == reason)
    #expect(condition?.message.contains("exit code \(code)") == true)
    #expect(condition?.message.contains(hint) == true, "\(condition?.message ?? "")")
    #expect(condition?.message.contains("kubectl logs deployment/shop-\(workload) -c app --previous") == true)
  }

  @Test("between two crashes the status is the one of the crash: it does not flip with every restart")
  func betweenCrashes() throws {
    let last = "lastState: {terminated: {exitCode: 255, reason: Error}}, restartCount: 3"
    let waiting = try webTrouble(
      "{containerStatuses: [{name: app, \(last), state: {waiting: {reason: CrashLoopBackOff, message: back-off 5m}}}]}"
    )
    let running = try webTrouble(
      "{containerStatuses: [{name: app, \(last), ready: false, state: {running: {}}}]}")
    #expect(waiting == running)
    #expect(running?.reason == "CrashLoopBackOff")
  }

  @Test("a failed pull and its back-off read the same")
  func pullBackOff() throws {
    let cause = "failed to pull and unpack image: manifest unknown"
    let failed = try webTrouble(
      "{containerStatuses: [{name: app, image: a, state: {waiting: {reason: ErrImagePull, message: '\(cause)'}}}]}"
    )
    let backOff = try webTrouble(
      """
      containerStatuses:
        - name: app
          image: a
          state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "a": ErrImagePull: \(cause)'}}
      """)
    #expect(failed == backOff)
  }

  @Test("a single restart is no trouble")
  func singleRestart() throws {
    let condition = try webTrouble(
      """
      containerStatuses:
        - {name: app, restartCount: 1, state: {running: {}}, lastState: {terminated: {exitCode: 1, reason: Error}}}
      """)
    #expect(condition?.reason == "Starting")
  }

  @Test("pods that run without becoming ready name the path to look at")
  func readiness() throws {
    let condition = try webTrouble(
      "{containerStatuses: [{name: app, started: true, ready: false, state: {running: {}}}]}")
    #expect(condition?.reason == "ReadinessFailing")
    #expect(condition?.message.contains("GET /up") == true)
  }

  @Test("a volume that cannot be written to is told from the app's own crashes")
  func initContainer() throws {
    let condition = try webTrouble(
      """
      initContainerStatuses:
        - name: prepare-storage
          restartCount: 3
          state: {waiting: {reason: CrashLoopBackOff}}
          lastState: {terminated: {exitCode: 1, reason: Error}}
      containerStatuses: [{name: app, state: {waiting: {reason: PodInitializing}}}]
      """)
    #expect(condition?.message.contains("spec.securityContext") == true)
  }

  @Test(
    "pods that no node takes say why",
    arguments: [
      ("0/1 nodes are available: 1 Insufficient memory.", "lower the resources"),
      ("pod has unbound immediate PersistentVolumeClaims", "StorageReady"),
      ("0/2 nodes are available: 2 node(s) didn't match pod affinity rules", "one node"),
    ])
  func unschedulable(message: String, hint: String) throws {
    let condition = try webTrouble(
      "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: \"\(message)\"}]}"
    )
    #expect(condition?.reason == "Unschedulable")
    #expect(condition?.message.contains(hint) == true)
  }

  @Test(
    "pods that cannot be created name quota and pod security",
    arguments: [
      ("pods \"x\" is forbidden: exceeded quota: compute", "QuotaExceeded"),
      ("pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\"", "PodSecurityViolation"),
      ("pods \"x\" is forbidden: failed quota: q: must specify limits.cpu", "ResourcesRefused"),
    ])
  func notCreated(message: String, reason: String) throws {
    var cluster = try TestCluster()
    cluster.deployment(
      "shop-web", available: 0, updated: 0, of: 0,
      conditions: [
        ["type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": JSONValue(message)]
      ])
    #expect(conditions(cluster).condition("WebAvailable")?.reason == reason)
    #expect(conditions(cluster).condition("Degraded")?.value == .true)
  }

  @Test("a rollout that makes no progress is over: it is a fault and progresses no more")
  func stalled() throws {
    var cluster = try TestCluster()
    cluster.deployment(
      "shop-web", available: 0, updated: 2, of: 2,
      conditions: [["type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"]])
    let status = conditions(cluster)
    #expect(status.condition("WebAvailable")?.reason == "ProgressDeadlineExceeded")
    #expect(status.condition("Progressing")?.value == .false)
    #expect(status.condition("Progressing")?.reason == "ProgressDeadlineExceeded")
  }

  @Test(
    "a claim is judged by its phase; waiting for its first pod is no fault",
    arguments: [
      ("{status: {phase: Bound}}", Condition.Value.true, "Bound", false),
      ("{spec: {storageClassName: local}, status: {phase: Pending}}", .unknown, "Pending", false),
      ("{spec: {}, status: {phase: Pending}}", .false, "NoStorageClass", true),
      ("{status: {phase: Lost}}", .false, "VolumeLost", true),
      ("{metadata: {deletionTimestamp: x}, status: {phase: Bound}}", .false, "BeingDeleted", true),
    ])
  func storage(claim: String, value: Condition.Value, reason: String, isFault: Bool) throws {
    let live = KubeObject(try JSONValue.documents(yaml: claim).first ?? .null)
    let judgment = StorageHealth.judgment(live)
    #expect(judgment.value == value)
    #expect(judgment.reason == reason)
    #expect(judgment.isFault == isFault)
  }

  @Test("an Ingress without an address cannot be judged and does not hold the app back")
  func noAddress() throws {
    var cluster = try TestCluster("{image: shop:1, hosts: [a.example.com], ingress: {className: traefik}}")
    cluster.change(.ingresses) { $0.live?["status"] = nil }
    let status = conditions(cluster)
    #expect(status.condition("IngressReady")?.value == .unknown)
    #expect(status.condition("IngressReady")?.message.contains("class traefik") == true)
    #expect(status.condition("Ready")?.value == .true)
  }

  @Test(
    "a certificate is judged by cert-manager's word",
    arguments: [
      ("{conditions: [{type: Ready, status: 'True'}]}", Condition.Value.true, "Issued", true),
      ("{conditions: [{type: Ready, status: 'False', message: waiting}]}", .false, "Issuing", false),
      (
        "{conditions: [{type: Ready, status: 'False', message: no}], lastFailureTime: x}", .false,
        "IssuanceFailed", false
      ),
      ("{}", .unknown, "Issuing", false),
    ])
  func certificate(certificateStatus: String, value: Condition.Value, reason: String, ready: Bool) throws {
    var cluster = try TestCluster(
      "{image: shop:1, hosts: [a.example.com], ingress: {tls: {clusterIssuer: le}}}")
    var certificate = KubeObject(.certificates, name: "shop-tls")
    certificate["status"] = try JSONValue.documents(yaml: certificateStatus).first
    cluster.certificates = [certificate]
    let status = conditions(cluster)
    #expect(status.condition("CertificateReady")?.value == value)
    #expect(status.condition("CertificateReady")?.reason == reason)
    #expect((status.condition("Ready")?.value == .true) == ready)
  }

  @Test("without cert-manager the condition asks for it and the rest works")
  func noCertManager() throws {
    let status = conditions(
      try TestCluster("{image: shop:1, hosts: [a.example.com], ingress: {tls: {clusterIssuer: le}}}"))
    #expect(status.condition("CertificateReady")?.reason == "NoCertificate")
    #expect(status.condition("Ready")?.value == .true)
  }

  @Test("a scheduler whose last run failed is a fault, but users do not notice")
  func failedRun() throws {
    var cluster = try TestCluster()
    func job(_ name: String, _ time: String, _ type: String) throws -> KubeObject {
      var job = KubeObject(.jobs, name: name)
      job["metadata", "creationTimestamp"] = JSONValue(time)
      job.metadata.ownerReferences = [
        OwnerReference(
          apiVersion: "batch/v1", kind: "CronJob", name: "shop-scheduler", uid: "CronJob/shop-scheduler")
      ]
      job["status", "conditions"] = [
        ["type": JSONValue(type), "status": "True", "reason": "BackoffLimitExceeded"]
      ]
      return job
    }
    cluster.jobs = [
      try job("b", "2026-11-21T05:10:00Z", "Failed"), try job("a", "2026-11-21T05:09:00Z", "Complete"),
    ]
    #expect(conditions(cluster).condition("SchedulerReady")?.reason == "LastRunFailed")
    #expect(conditions(cluster).condition("Degraded")?.value == .true)
    #expect(conditions(cluster).condition("Ready")?.value == .true)
    cluster.jobs.append(try job("c", "2026-11-21T05:11:00Z", "Complete"))
    #expect(conditions(cluster).condition("SchedulerReady")?.value == .true)
  }

  @Test("an object of another controller is a conflict, and its state is not the app's")
  func ownershipConflict() throws {
    var cluster = try TestCluster()
    let owner = OwnerReference(apiVersion: "apps/v1", kind: "HelmRelease", name: "shop", uid: "x")
    cluster.change(.deployments, "shop-web") { $0.problem = .ownershipConflict(owner) }
    let status = conditions(cluster)
    #expect(status.condition("WebAvailable")?.reason == "OwnershipConflict")
    #expect(status.condition("WebAvailable")?.message.contains("HelmRelease shop") == true)
    #expect(status["status", "web", "ready"] == 0)
  }

  @Test(
    "a write that the server refuses is told in its words, one that may yet succeed is not a fault",
    arguments: [
      (KubeError.forbidden(KubeClient.Status(code: 403, message: "exceeded quota: x")), "QuotaExceeded"),
      (.invalid(KubeClient.Status(code: 422, message: "spec.ports: bad")), "Rejected"),
      (.terminal(message: "bad certificate"), "WriteFailed"),
      (.transient(message: "connection refused"), "Available"),
    ])
  func failedWrite(error: KubeError, reason: String) throws {
    var cluster = try TestCluster()
    cluster.change(.deployments, "shop-web") { $0.problem = .failed(error) }
    #expect(conditions(cluster).condition("WebAvailable")?.reason == reason)
  }

  @Test("a child that is not there yet is on its way")
  func notCreatedYet() throws {
    var cluster = try TestCluster()
    cluster.change(.deployments, "shop-web") { $0.live = nil }
    let status = conditions(cluster)
    #expect(status.condition("WebAvailable")?.value == .unknown)
    #expect(status.condition("Progressing")?.value == .true)
    #expect(status.condition("Ready")?.value == .false)
  }
}
