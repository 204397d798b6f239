import Networks
import Testing

struct GroupNormTests {
  @Test(arguments: [("groupnorm", 12, 3), ("groupnorm-long", 4, 2)])
  func matchesPyTorch(name: String, channels: Int, groups: Int) throws {
    let fixture = try LayerFixture(name)
    let layer = try GroupNormSiLU(fixture.weights("0."), channels: channels, groups: groups)
    try fixture.expectParity { try layer.forward($1) }
  }

  @Test func refusesGroupsThatDoNotDivideTheChannels() throws {
    let weights = try LayerFixture("groupnorm").weights("0.")
    #expect(throws: NetworkError.groupsDontDivide(groups: 5, channels: 12)) {
      try GroupNormSiLU(weights, channels: 12, groups: 5)
    }
  }
}
