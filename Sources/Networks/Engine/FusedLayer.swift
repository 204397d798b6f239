/// How a layer of an item is computed in a pass.
enum FusedLayer: Sendable {
  /// Of each row by itself, while the tile that the layer before has just computed is in the cache.
  case rows(any FusedRowLayer)
  /// Of all rows together, in regions of its own.
  case region(any FusedRegionLayer)
}

/// A layer that computes each row of a tile by itself.
protocol FusedRowLayer: Sendable {
  /// x [rows, width] of a tile, in place; `y`, where there is one, is the result of the layer before, to be added to x
  /// first.
  func apply(
    _ pass: Pass, _ memory: Pass.Memory, _ tile: Pass.Tile, _ x: Pass.Floats, adding y: Pass.Floats?,
    scratch: Pass.Floats)
}

/// A layer with a residual that needs all rows before it begins.
protocol FusedRegionLayer: Sendable {
  /// Values of one row of the queries, keys and values that the layer keeps in the level's memory; 0 for none.
  var projections: Int { get }

  /// Floats of scratch memory that a tile needs.
  func scratch(_ memory: Pass.Memory) -> Int

  /// What the layer takes of a tile's rows x as soon as they are there, and before `run`.
  func prepare(_ pass: Pass, _ memory: Pass.Memory, _ tile: Pass.Tile, _ x: Pass.Floats, scratch: Pass.Floats)

  /// Computes from memory.x what is to be added to it, [rows, width], and calls `whenDone` for each tile of it, with
  /// scratch memory that is free again.
  /// - Parameter momentRows: rows to a tile of the moments of x; afterwards of the tiles that were given.
  func run(
    _ pass: Pass, _ memory: Pass.Memory, momentRows: inout Int,
    whenDone: (_ tile: Pass.Tile, _ y: Pass.Floats, _ scratch: Pass.Floats) -> Void)
}

extension FusedRegionLayer {
  var projections: Int { 0 }

  /// The moments, for a norm.
  func prepare(_ pass: Pass, _ memory: Pass.Memory, _ tile: Pass.Tile, _ x: Pass.Floats, scratch: Pass.Floats) {
    pass.keepMoments(x, tile, memory)
  }
}

/// What layers are packed for, and the modulations that they take their places among.
struct Packing: Sendable {
  /// Numbers to a unit of a product, and combinations of three taps that a convolution takes, as the kernels say.
  let unit, points: Int
  var modulations = ModulationLayout()
}

/// Where the modulations of items and skips stand, one after another, and the weights that make them of the time
/// features.
struct ModulationLayout: Sendable {
  private(set) var parts: [(product: PackedProduct, place: Int)] = []
  /// How many values there are for one sigma.
  private(set) var width = 0

  /// Adds the columns of a product behind those that there are.
  mutating func append(_ product: PackedProduct) {
    parts.append((product, width))
    width += product.columns
  }
}
