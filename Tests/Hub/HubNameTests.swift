import Hub
import Testing

@Suite struct HubNameTests {
  @Test(arguments: [
    ("hf:a/b", HubName(owner: "a", name: "b")),
    ("hf:crlandsc/tiny-audio-diffusion-kicks", HubName(owner: "crlandsc", name: "tiny-audio-diffusion-kicks")),
    ("hf:a/b@v1.0", HubName(owner: "a", name: "b", revision: "v1.0")),
    ("hf:a/b/x.ckpt", HubName(owner: "a", name: "b", file: "x.ckpt")),
    ("hf:a/b/in/x y@2.ckpt", HubName(owner: "a", name: "b", file: "in/x y@2.ckpt")),
    ("hf:a/b@main/in/x.ckpt", HubName(owner: "a", name: "b", revision: "main", file: "in/x.ckpt")),
    ("hf:a/b@refs/pr/1", HubName(owner: "a", name: "b", revision: "refs/pr/1")),
    ("hf:a/b@refs/pr/1/x.ckpt", HubName(owner: "a", name: "b", revision: "refs/pr/1", file: "x.ckpt")),
    ("hf:a/b@new%2Fnet/x.ckpt", HubName(owner: "a", name: "b", revision: "new/net", file: "x.ckpt")),
    ("hf:a/b@refs/heads", HubName(owner: "a", name: "b", revision: "refs", file: "heads")),
  ])
  func isRead(_ text: String, _ name: HubName) throws {
    #expect(try HubName(text) == name)
    #expect(try HubName(name.text) == name)
  }

  @Test(arguments: [
    "hf:", "hf:a", "hf:/", "hf:a/", "hf:/b", "hf:a//b", "hf:a/b/", "hf:a/b//x", "hf:a/b/../x", "hf:a/b/./x",
    "hf:../b", "hf:a/..", "hf:-a/b", "hf:a/b-", "hf:a--b/c", "hf:a/b.git", "hf:a b/c", "hf:ä/b", "hf:a/b@", "hf:a/b@/x",
    "hf:a/b@../x", "hf:a/b@..%2F..", "hf:a/b/x\ny", "hf:a/b/\u{1B}[2J", "kicks.ckpt", "hf:a/b?x", "hf:a/b@x@\u{0}",
  ])
  func isRefused(_ text: String) {
    #expect { try HubName(text) } throws: { error in
      guard case HubError.badName(text, reason: _)? = error as? HubError else { return false }
      return "\(error)".contains("write hf:OWNER/NAME")
    }
  }

  @Test func longNamesAreRefused() {
    #expect(throws: HubError.self) { try HubName("hf:\(String(repeating: "a", count: 97))/b") }
    #expect(throws: HubError.self) { try HubName("hf:a/b/\(String(repeating: "a", count: 256))") }
    #expect(throws: HubError.self) { try HubName("hf:a/b/\(String(repeating: "a/", count: 600))a") }
  }
}
