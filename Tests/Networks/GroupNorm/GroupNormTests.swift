import Networks
import Testing

struct GroupNormTests {
  @Test(arguments: [("groupnorm", 12, 3), ("groupnorm-long", 4, 2)])
  func matchesPyTorch(name: String, channels: Int, groups: Int) throws {
    let fixture = try LayerFixture(name)
    let layer = try GroupNorm.Plain(GroupNorm("0.", channels: channels, groups: groups), fixture.weights)
    let pass = LayerFixture.pass()
    try fixture.expectParity { try layer.forward($1, pass) }
  }

  @Test func refusesGroupsThatDoNotDivideTheChannels() throws {
    let weights = try LayerFixture("groupnorm").weights
    #expect(throws: NetworkError.groupsDontDivide(groups: 5, channels: 12)) {
      try GroupNorm.Plain(GroupNorm("0.", channels: 12, groups: 5), weights)
    }
  }
}
