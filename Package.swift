// swift-tools-version: 6.2

import PackageDescription

/// Every target is built in Swift 6 mode; the upcoming features make `any` and imports explicit.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "laravel-operator",
  products: [
    .executable(name: "laravel-operator", targets: ["LaravelOperator"]),
    .executable(name: "laravel-dev", targets: ["LaravelDev"]),
    .library(name: "KubeClient", targets: ["KubeClient"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
    .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
  ],
  targets: [
    // C libraries
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),

    // A Kubernetes client and controller runtime; knows nothing of Laravel
    .target(
      name: "KubeClient",
      dependencies: [
        "CCurl", "COpenSSL",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    // The Laravel domain
    .target(
      name: "Reconcilers",
      dependencies: ["KubeClient", "COpenSSL", .product(name: "Logging", package: "swift-log")],
      swiftSettings: settings),

    // An embedded Kubernetes API server and workload simulators
    .target(
      name: "DevCluster",
      dependencies: [
        "KubeClient",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HummingbirdHTTP2", package: "hummingbird"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),

    // What `laravel-operator run` and `laravel-dev` share: informers, workers, health and metrics server
    .target(
      name: "OperatorRuntime",
      dependencies: [
        "KubeClient", "Reconcilers",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Executables
    .executableTarget(
      name: "LaravelOperator",
      dependencies: [
        "OperatorRuntime", "Reconcilers", "KubeClient",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "LaravelDev",
      dependencies: [
        "DevCluster", "OperatorRuntime", "Reconcilers", "KubeClient",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),

    // What tests run on: a real API server where there is one, kubectl
    .target(
      name: "ClusterTesting",
      dependencies: ["KubeClient", .product(name: "Subprocess", package: "swift-subprocess")],
      path: "Tests/ClusterTesting",
      swiftSettings: settings),

    // Tests, each beside what it tests
    .testTarget(
      name: "KubeClientTests",
      dependencies: [
        "ClusterTesting", "KubeClient", "COpenSSL", .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReconcilersTests",
      dependencies: ["ClusterTesting", "Reconcilers", "KubeClient"],
      exclude: ["Fixtures", "Golden/Apps", "Golden/Manifests"],
      swiftSettings: settings),
    .testTarget(
      name: "DevClusterTests",
      dependencies: [
        "ClusterTesting", "DevCluster", "KubeClient",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "ClusterTesting", "DevCluster", "OperatorRuntime", "Reconcilers", "KubeClient",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Fixtures"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
