#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What the config.yaml of a tiny-audio-diffusion model says about the model.
public struct ModelConfig: Sendable, Equatable {
  /// Frames per second; nil where the file doesn't say.
  public var samplingRate: Double?
  /// Frames of the sounds that the model was trained on.
  public var length: Int?
  /// Channels of these sounds.
  public var channels: Int?
  /// How many times as large as the sounds themselves the network's are; nil where the file doesn't say, which means 1.
  /// drumlin's own: tiny-audio-diffusion has no such key.
  public var gain: Double?
  /// Over how many frames the sounds come out of silence; nil where the file doesn't say, which means none. drumlin's
  /// own as well.
  public var fadeIn: Int?
  /// Over how many frames they fall to silence at their end, as `fadeIn`.
  public var fadeOut: Int?
  /// How many dB below a sound soft noise is put among it once it is made. A key of drumlin's own as well.
  public var fillNoise: Double?
  /// By how many dB the noise behind a sound is taken down once it is made, above 0. A key of drumlin's own as well.
  public var cleanTail: Double?
  /// The level in dB of full scale that no peak of a sound goes beyond once it is made. A key of drumlin's own as well.
  public var maxPeak: Double?
  /// The name of the sampler that leads from noise to its sounds where nobody says; nil where the file doesn't either,
  /// which means ddim. A key of drumlin's own as well; which names there are Diffusion knows.
  public var sampler: String?
  /// How many steps lead from noise to its sounds where nobody says; nil where the file doesn't either, which means 50.
  /// A key of drumlin's own as well.
  public var denoisingSteps: Int?
  /// What the sounds are led away from while they are made; nil for nothing.
  public var guidance: GuidanceConfig?
  /// The architecture.
  public var network: NetworkConfig

  /// What a gain can be, ±20 dB.
  public static let gains = 0.1...10.0
  /// How far below a sound noise can be put among it.
  public static let noiseFills = 10.0...100.0
  /// What the noise behind a sound can be taken down by.
  public static let cleanTails = 1.0...100.0
  /// What peaks can be held to.
  public static let maxPeaks = -60.0...0.0
  /// How many steps a run can have.
  public static let stepCounts = 1...10_000

  /// How many frames a fade can have.
  public static let fades = 0...65_536

  /// A configuration that says no more than what is given.
  public init(
    samplingRate: Double? = nil, length: Int? = nil, channels: Int? = nil, gain: Double? = nil, fadeIn: Int? = nil,
    fadeOut: Int? = nil, fillNoise: Double? = nil, cleanTail: Double? = nil, maxPeak: Double? = nil,
    sampler: String? = nil, denoisingSteps: Int? = nil, guidance: GuidanceConfig? = nil, network: NetworkConfig
  ) {
    self.samplingRate = samplingRate
    self.length = length
    self.channels = channels
    self.gain = gain
    self.fadeIn = fadeIn
    self.fadeOut = fadeOut
    self.fillNoise = fillNoise
    self.cleanTail = cleanTail
    self.maxPeak = maxPeak
    self.sampler = sampler
    self.denoisingSteps = denoisingSteps
    self.guidance = guidance
    self.network = network
  }

  /// The largest file that is read; the published ones have 4 kB.
  static let maximumByteCount = 256 << 10

  /// Reads the file at `path`; throws where it lacks something that the network needs, or asks for what drumlin can't
  /// do.
  public static func read(_ path: String) throws(ConfigError) -> ModelConfig {
    do throws(ConfigFault) {
      return try parse(try text(path))
    } catch {
      throw ConfigError(path: path, fault: error)
    }
  }

  /// The path of the configuration that belongs to the checkpoint at `path`; nil where there is none.
  ///
  /// Looks for NAME.yaml and config.yaml in its folder, then for the .hydra/config.yaml that a training run leaves
  /// there or one folder up.
  public static func beside(_ path: String) -> String? {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    var candidates = ["config.yaml", "config.yml", ".hydra/config.yaml", "../.hydra/config.yaml"]
    if !stem.isEmpty { candidates = ["\(stem).yaml", "\(stem).yml"] + candidates }
    return candidates.map { folder + $0 }.first { candidate in
      var status = stat()
      return candidate != path && stat(candidate, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
  }

  private static func text(_ path: String) throws(ConfigFault) -> String {
    let bytes: [UInt8]?
    do {
      let file = try InputFile(path)
      guard file.byteCount <= maximumByteCount else {
        throw ConfigFault.tooLarge(byteCount: file.byteCount, limit: maximumByteCount)
      }
      bytes = try file.bytes(at: 0, count: file.byteCount)
    } catch let fault as ConfigFault {
      throw fault
    } catch CheckpointFault.file(let problem) {
      throw .file(problem)
    } catch {
      throw .notText
    }
    guard let bytes, !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
    return text
  }
}
