import KubeClient
import Testing

@testable import Reconcilers

@Suite("Workloads")
struct WorkloadTests {
  @Test(
    "a pool's options become the command line, in exec form",
    arguments: [
      ("{name: a}", ["--timeout=60"]),
      ("{name: a, connection: redis, queues: [high, low]}", ["redis", "--queue=high,low", "--timeout=60"]),
      ("{name: a, timeout: 2m, tries: 3, memory: 256}", ["--tries=3", "--timeout=120", "--memory=256"]),
      ("{name: a, maxJobs: 10, maxTime: 1h}", ["--timeout=60", "--max-jobs=10", "--max-time=3600"]),
      (
        "{name: a, backoff: [10s, 1m30s], sleep: 3s, rest: 1s500ms}",
        ["--timeout=60", "--backoff=10,90", "--sleep=3", "--rest=1.5"]
      ),
    ])
  func queueWork(pool: String, options: [String]) throws {
    let app = try TestApp.app("{image: shop:1, workers: [\(pool)]}")
    let container = try TestApp.container(try TestApp.child(.deployments, "shop-worker-a", of: app))
    #expect(
      container["command"] == JSONValue(["php", "artisan", "queue:work"] + options + ["--no-interaction"]))
  }

  @Test("a command of the user's own replaces the whole line")
  func ownCommand() throws {
    let app = try TestApp.app("{image: shop:1, workers: [{name: a, command: [bin/worker], tries: 3}]}")
    let container = try TestApp.container(try TestApp.child(.deployments, "shop-worker-a", of: app))
    #expect(container["command"] == ["bin/worker"])
  }

  @Test("a pool has as much time to stop as its longest job takes, and retry_after is above all pools")
  func timeouts() throws {
    let app = try TestApp.app("{image: shop:1, workers: [{name: a, timeout: 15m}, {name: b, timeout: 90s}]}")
    let a = try TestApp.child(.deployments, "shop-worker-a", of: app).object
    let b = try TestApp.child(.deployments, "shop-worker-b", of: app).object
    #expect(a["spec", "template", "spec", "terminationGracePeriodSeconds"] == 930)
    #expect(b["spec", "template", "spec", "terminationGracePeriodSeconds"] == 120)
    let variables = GeneratedEnvironment.variables(of: app)
    #expect(variables["REDIS_QUEUE_RETRY_AFTER"] == "930")
    #expect(variables["DB_QUEUE_RETRY_AFTER"] == "930")
  }

  @Test("an app without workers leaves retry_after to Laravel")
  func noWorkers() throws {
    #expect(GeneratedEnvironment.variables(of: try TestApp.app())["REDIS_QUEUE_RETRY_AFTER"] == nil)
  }

  @Test(
    "what ignores SIGQUIT is stopped by SIGTERM, what serves keeps serving for a while first",
    arguments: [
      (["php", "artisan", "horizon"], false, "kill -TERM 1"),
      (["php", "artisan", "octane:start"], true, "sleep 5; kill -TERM 1"),
      (["php", "artisan", "reverb:start"], true, "sleep 5; kill -TERM 1"),
    ])
  func stopsByTerm(command: [String], serves: Bool, script: String) {
    let hook = StopHook.hook(commandLine: command, servesTraffic: serves)
    #expect(hook?["preStop", "exec", "command"] == ["/bin/sh", "-c", JSONValue(script)])
  }

  @Test("what handles its image's stop signal is left to it")
  func stopsByItself() {
    #expect(StopHook.hook(commandLine: ["php", "artisan", "queue:work"], servesTraffic: false) == nil)
    #expect(StopHook.hook(commandLine: [], servesTraffic: true)?["preStop", "sleep", "seconds"] == 5)
  }

  @Test("the generated Secret comes before the user's sources, and env after both")
  func environmentOrder() throws {
    let app = try TestApp.app(
      """
      image: shop:1
      envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: app-env}}]
      env: [{name: APP_DEBUG, value: "true"}]
      """)
    let container = try TestApp.container(try TestApp.child(.deployments, "shop-web", of: app))
    #expect(
      container["envFrom"] == [
        ["secretRef": ["name": "shop-env"]], ["configMapRef": ["name": "settings"]],
        ["secretRef": ["name": "app-env"]],
      ])
    #expect(container["env"] == [["name": "APP_DEBUG", "value": "true"]])
  }

  @Test("probes ask with the first host's name, so that apps with trusted hosts answer")
  func hostHeader() throws {
    let app = try TestApp.app("{image: shop:1, hosts: [a.example.com, b.example.com]}")
    let container = try TestApp.container(try TestApp.child(.deployments, "shop-web", of: app))
    for probe in ["startupProbe", "livenessProbe", "readinessProbe"] {
      #expect(container[probe, "httpGet", "httpHeaders"] == [["name": "Host", "value": "a.example.com"]])
    }
  }

  @Test("a process with a port is checked by its port alone until its spec names a path")
  func processProbes() throws {
    let app = try TestApp.app(
      """
      image: shop:1
      processes:
        - {name: ssr, command: [node], port: 13714}
        - {name: reverb, command: [php], port: 8081, probes: {readiness: {path: /up}}}
      """)
    let ssr = try TestApp.container(try TestApp.child(.deployments, "shop-ssr", of: app))
    #expect(ssr["readinessProbe", "tcpSocket", "port"] == "http")
    #expect(ssr["livenessProbe"] == nil)
    let reverb = try TestApp.container(try TestApp.child(.deployments, "shop-reverb", of: app))
    #expect(reverb["readinessProbe", "httpGet", "path"] == "/up")
    #expect(reverb["livenessProbe"] == nil)
  }

  @Test("a ReadWriteOnce volume keeps all pods on one node, any other storage spreads them")
  func placement() throws {
    func pod(_ storage: String) throws -> JSONValue? {
      let app = try TestApp.app("{image: shop:1, storage: \(storage)}")
      return try TestApp.child(.deployments, "shop-web", of: app).object["spec", "template", "spec"]
    }
    #expect(try pod("{}")?["affinity", "podAffinity"] != nil)
    #expect(try pod("{}")?["topologySpreadConstraints"] == nil)
    for storage in ["{accessMode: ReadWriteMany}", "{mode: Ephemeral}"] {
      #expect(try pod(storage)?["affinity"] == nil)
      #expect(try pod(storage)?["topologySpreadConstraints"]?[0]?["maxSkew"] == 1)
    }
  }

  @Test("the scheduler daemon is one pod that is never doubled")
  func daemon() throws {
    let app = try TestApp.app("{image: shop:1, scheduler: {mode: Daemon}}")
    let child = try TestApp.child(.deployments, "shop-scheduler", of: app)
    #expect(child.object["spec", "replicas"] == 1)
    #expect(child.object["spec", "strategy"] == ["type": "Recreate"])
    #expect(try TestApp.container(child)["command"]?[2] == "schedule:work")
  }

  @Test("labels that pods are selected by cannot be taken away by a podTemplate")
  func protectedLabels() throws {
    let app = try TestApp.app(
      "{image: shop:1, web: {podTemplate: {metadata: {labels: {laravel-operator.dev/app: null, app.kubernetes.io/component: x}}}}}"
    )
    let labels = try TestApp.child(.deployments, "shop-web", of: app).object[
      "spec", "template", "metadata", "labels"]
    #expect(labels?["laravel-operator.dev/app"] == "shop")
    #expect(labels?["app.kubernetes.io/component"] == "web")
  }
}
