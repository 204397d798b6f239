import Program

@main
enum Main {
  static func main() { Drumlin.main() }
}
