/// Why a container keeps ending: its exit code, and what Laravel and the kernel mean by it.
enum CrashTrouble {
  /// The trouble with the next step.
  static func trouble(
    _ exit: ContainerState.Exit, container: ContainerState, workload: String, component: Component
  ) -> Trouble {
    let hint =
      container.isInit && container.name == PodTemplate.initContainerName
      ? "the directories below storage/ cannot be made: set spec.securityContext.runAsUser and fsGroup to what "
        + "the volume allows"
      : hint(exit, component: component)
    let log = "kubectl logs \(workload) -c \(container.name) --previous"
    return Trouble(
      reason: exit.reason == "OOMKilled" ? "OOMKilled" : "CrashLoopBackOff",
      message: "container \(container.name) keeps ending with exit code \(exit.code): \(hint); \(log)")
  }

  /// `queue:work` ends with 12 when it has used its `--memory` and with 1 when a job has used its `--timeout`:
  /// `Illuminate\Queue\Worker`. PHP ends with 255 on a fatal error; 126 and up are the shell's and kernel's.
  private static func hint(_ exit: ContainerState.Exit, component: Component) -> String {
    if exit.reason == "OOMKilled" { return "it was out of memory: raise resources.limits.memory" }
    switch exit.code {
    case 0 where component == .worker:
      return "workers end by themselves after maxJobs or maxTime: raise them, or leave them out"
    case 0: return "its command ends by itself: it has to stay in the foreground"
    case 1 where component == .worker: return "a job ran into the pool's timeout, or the app could not boot"
    case 12 where component == .worker: return "the worker has used its memory: raise the pool's memory"
    case 126, 127, 128: return "its command is not in the image or cannot be run: check command and image"
    case 137: return "it was killed: it was out of memory or did not stop in time"
    case 139: return "PHP or one of its extensions crashed"
    case 255: return "a fatal PHP error"
    default: return "see its log"
    }
  }
}
