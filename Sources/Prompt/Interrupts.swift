import CEdit

/// Ctrl-C: the first asks what runs to stop, a second within a second leaves the program with status 130.
public enum Interrupts {
  /// Takes SIGINT over, unless the program was started with it ignored.
  public static func install() { cedit_install_interrupts() }

  /// Whether Ctrl-C was pressed since `clear()`.
  public static var isPending: Bool { cedit_interrupted() }

  /// Forgets a Ctrl-C, as before each command at the prompt.
  public static func clear() { cedit_clear_interrupt() }
}
