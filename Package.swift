// swift-tools-version: 6.2
import PackageDescription

// Arrows point down: Language knows no audio, the engine knows no language, only Commands knows both.
let package = Package(
  name: "drumlin",
  products: [
    .executable(name: "drumlin", targets: ["drumlin"]),
    // Preloaded by the tests of what is written.
    .library(name: "WriteFaults", type: .dynamic, targets: ["CWriteFaults"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    // The executable.
    .executableTarget(name: "drumlin", dependencies: ["Program"]),
    // Arguments and wiring.
    .target(
      name: "Program",
      dependencies: [
        "Prompt", "Commands", "Language", "Networks", "Cluster", "Tensors", "Files", "CStack",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // How fast the engine is.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Training", "Diffusion", "Networks", "Tensors", "CKernels", "Language",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Drum sounds to train on, synthesised.
    .executableTarget(
      name: "DrumSounds",
      dependencies: [
        "DrumSynthesis", "Audio", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What a person meets.
    .target(name: "Prompt", dependencies: ["Language", "Text", "CEdit"]),
    .target(
      name: "Commands",
      dependencies: [
        "Language", "Diffusion", "Networks", "Checkpoints", "Audio", "Analysis", "Plots", "Tensors", "Training",
        "Evaluation", "Cluster", "Files", "Hashing", "Hub", "Kits", "Reports", "Text",
      ]),
    .target(name: "Language", dependencies: ["CStack"]),

    // The engine.
    .target(name: "Evaluation", dependencies: ["Training", "Analysis", "Audio", "Text", "Tensors"]),
    .target(
      name: "Training",
      dependencies: [
        "Audio", "Diffusion", "Networks", "Checkpoints", "Cluster", "Files", "Hashing", "Text", "Tensors", "CKernels",
      ]),
    .target(
      name: "Diffusion",
      dependencies: ["Networks", "Checkpoints", "Analysis", "Audio", "Cluster", "Files", "Tensors", "CModels"]),
    .target(name: "Networks", dependencies: ["Checkpoints", "Tensors", "CKernels"]),
    .target(
      name: "Checkpoints", dependencies: ["Tensors", "Files", "Hashing", .product(name: "Yams", package: "Yams")]),
    .target(name: "DrumSynthesis", dependencies: ["Audio", "Tensors"]),
    .target(
      name: "Audio",
      dependencies: ["Files", "Text", "Tensors", "CSndfile", "CSamplerate", "CEbur128", "CPortAudio"]),
    // A session as a page.
    .target(name: "Reports", dependencies: ["Audio", "Plots", "Text", "CCmark"]),
    .target(name: "Plots", dependencies: ["Analysis", "Audio", "Files", "Text", "CCairo", "CChafa"]),
    // Drum patterns, and kits and MIDI files for other programs.
    .target(name: "Kits", dependencies: ["Audio", "Hashing"]),
    // What numbers say about a sound.
    .target(name: "Analysis", dependencies: ["Audio", "Tensors", "CKissfft"]),
    // What processes that work together say to each other.
    .target(name: "Cluster", dependencies: ["Tensors"]),
    .target(name: "Tensors", dependencies: ["COpenBLAS", "CKernels"]),
    // Models downloaded from the Hugging Face hub.
    .target(name: "Hub", dependencies: ["Files", "Hashing", "Text", "CCurl"]),
    // Digests, checksums and fingerprints.
    .target(name: "Hashing", dependencies: ["CNettle"]),
    // How numbers and units are worded.
    .target(name: "Text"),
    // Files written whole or not at all.
    .target(name: "Files"),
    // The models in the box.
    .target(
      name: "CModels",
      exclude: ["kicks.safetensors", "snares.safetensors", "hihats.safetensors", "percussion.safetensors"]),
    // SIMD kernels: one body in C for several instruction sets.
    .target(name: "CKernels"),

    // System libraries, and what of the system's own needs C.
    .target(name: "CStack"),
    .target(name: "CCurl"),
    .target(name: "CPortAudio"),
    .target(name: "CEdit", linkerSettings: [.linkedLibrary("edit")]),
    .systemLibrary(name: "CSndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(name: "CSamplerate", providers: [.apt(["libsamplerate0-dev"])]),
    .systemLibrary(name: "CEbur128", providers: [.apt(["libebur128-dev"])]),
    .systemLibrary(name: "CNettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CKissfft", providers: [.apt(["libkissfft-dev"])]),
    .systemLibrary(name: "CChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev"])]),

    // Tests mirror Sources.
    .testTarget(
      name: "LanguageTests", dependencies: ["Language"], path: "Tests/Language", exclude: ["Scripts"]),
    .testTarget(name: "PromptTests", dependencies: ["Prompt", "Language"], path: "Tests/Prompt"),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Tensors", "Files", "Hashing"], path: "Tests/Checkpoints",
      exclude: ["Fixtures"]),
    .testTarget(
      name: "TensorsTests", dependencies: ["Tensors", "Checkpoints"], path: "Tests/Tensors", exclude: ["Fixtures"]),
    .testTarget(
      name: "KernelsTests", dependencies: ["CKernels", "Tensors"], path: "Tests/Kernels", exclude: ["sanitize.c"]),
    // Records what kernels do, for processors that Swift is not at hand for; scripts/arm64 compiles the replay.
    .executableTarget(
      name: "KernelTape", dependencies: ["CKernelTape", "CKernels", "Training", "Networks", "Tensors"],
      path: "Tests/KernelTape"),
    .target(name: "CKernelTape", dependencies: ["CKernels"], path: "Tests/CKernelTape", exclude: ["replay.c"]),
    .testTarget(
      name: "NetworksTests", dependencies: ["Networks", "Checkpoints", "Tensors"], path: "Tests/Networks",
      exclude: ["Fixtures"]),
    .testTarget(
      name: "DiffusionTests", dependencies: ["Diffusion", "Networks", "Checkpoints", "Tensors"],
      path: "Tests/Diffusion"),
    .target(name: "DatasetFolder", dependencies: ["Training", "Audio", "Tensors"], path: "Tests/DatasetFolder"),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Training", "DatasetFolder", "Audio", "Diffusion", "Networks", "Checkpoints", "Tensors"],
      path: "Tests/Training", exclude: ["Fixtures"]),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Evaluation", "Training", "Analysis", "Audio", "Tensors"],
      path: "Tests/Evaluation"),
    .target(name: "LocalHub", dependencies: ["Hashing"], path: "Tests/LocalHub"),
    .testTarget(name: "HubTests", dependencies: ["Hub", "Hashing", "LocalHub", "CCurl"], path: "Tests/Hub"),
    .testTarget(name: "HashingTests", dependencies: ["Hashing"], path: "Tests/Hashing"),
    .testTarget(name: "ClusterTests", dependencies: ["Cluster", "Tensors"], path: "Tests/Cluster"),
    .testTarget(name: "TextTests", dependencies: ["Text"], path: "Tests/Text"),
    .testTarget(name: "FilesTests", dependencies: ["Files"], path: "Tests/Files"),
    .testTarget(
      name: "DrumSynthesisTests", dependencies: ["DrumSounds", "DrumSynthesis", "Audio"], path: "Tests/DrumSynthesis"),
    .testTarget(name: "AudioTests", dependencies: ["Audio", "CSamplerate"], path: "Tests/Audio"),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "Audio", "Checkpoints"], path: "Tests/Analysis",
      exclude: ["Fixtures"]),
    .testTarget(name: "KitsTests", dependencies: ["Kits", "Audio"], path: "Tests/Kits"),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Audio", "Plots"], path: "Tests/Reports"),
    .testTarget(name: "PlotsTests", dependencies: ["Plots", "Analysis", "Audio", "CCairo"], path: "Tests/Plots"),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "Language", "Networks", "Audio", "Training", "DatasetFolder", "Checkpoints", "Tensors",
      ],
      path: "Tests/Commands"),
    // PyTorch is the oracle: per network and per sample, committed fixtures and the live environment.
    .testTarget(
      name: "ParityTests", dependencies: ["Diffusion", "Networks", "Checkpoints", "Tensors"], path: "Tests/Parity"),
    // Scripts with their expected output beside them, the tutorials, and the prompt through a pseudo-terminal.
    .testTarget(
      name: "ScriptTests", dependencies: ["drumlin", "Commands", "Language", "Networks", "Checkpoints", "LocalHub"],
      path: "Tests/Scripts", exclude: ["cases", "language-tutorial.out"]),
    .target(name: "CWriteFaults", path: "Tests/CWriteFaults"),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .testTarget(
      name: "TerminalTests", dependencies: ["drumlin", "CPseudoTerminal", "LocalHub"], path: "Tests/Terminal"),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)

// Only where scripts/fuzz asks for it: a library, since libFuzzer brings the main function along.
if Context.environment["DRUMLIN_FUZZING"] != nil {
  package.products.append(.library(name: "Fuzzing", type: .static, targets: ["Fuzzing"]))
  package.targets.append(
    .target(
      name: "Fuzzing",
      dependencies: ["Commands", "Language", "Networks", "Checkpoints", "Audio", "Hub", "Kits", "Reports"],
      path: "Tests/Fuzzing", exclude: ["Corpora"]))
}

// Only where scripts/drumlin-mpi or scripts/test asks for it, since it needs MPI.
if Context.environment["DRUMLIN_MPI"] != nil {
  package.products.append(.executable(name: "drumlin-mpi", targets: ["drumlin-mpi"]))
  package.targets += [
    // drumlin on several processes.
    .executableTarget(
      name: "drumlin-mpi",
      dependencies: ["Program", "Commands", "Training", "Diffusion", "Networks", "Cluster", "CMPI"]),
    .target(name: "CMPI", linkerSettings: [.linkedLibrary("mpi")]),
  ]
}
