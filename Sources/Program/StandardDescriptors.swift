import Foundation

/// Standard input, output and error as the program needs them, whatever it was started with.
enum StandardDescriptors {
  /// To be called before anything is opened.
  static func prepare() {
    // A descriptor that is closed would be given to the next file or pipe, which would then be read as the script or
    // written over. What is opened in its place fails when it is used, as a closed one does.
    for (descriptor, wrongWay) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", wrongWay)
    }
    // A reader that has seen enough ends the program, also where whoever started it did not want to be ended so.
    signal(SIGPIPE, SIG_DFL)
    var broken = sigset_t()
    sigemptyset(&broken)
    sigaddset(&broken, SIGPIPE)
    sigprocmask(SIG_UNBLOCK, &broken, nil)
  }
}
