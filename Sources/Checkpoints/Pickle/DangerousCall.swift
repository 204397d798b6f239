/// Functions that a pickle names only in order to run something while it is opened.
///
/// Nothing depends on this list for safety, since nothing is ever called: it decides what a person is warned of, and
/// which files are turned away.
enum DangerousCall {
  /// Whether calling `module.name` could run code, read or write files, or use the network.
  static func isDangerous(module: String, name: String) -> Bool {
    let root = String(module.prefix { $0 != "." })
    if modules.contains(root) { return true }
    if let names = functions[module], names.contains(String(name.prefix { $0 != "." })) { return true }
    // Since protocol 4 a name may lead through other modules, as in `collections` and `_sys.modules`.
    return name.split(separator: ".").contains { modules.contains(String($0)) || steps.contains(String($0)) }
  }

  /// Whether calling `module.name` does nothing but run a command or code, or take files away: no checkpoint's own
  /// parts are rebuilt by that, so that a file that does it is hostile.
  static func isCommand(module: String, name: String) -> Bool {
    let root = String(module.prefix { $0 != "." })
    switch root {
    case "_posixsubprocess", "popen2", "pty", "runpy", "subprocess": return true
    case "nt", "os", "posix":
      return systemCalls.contains(name) || ["exec", "popen", "posix_spawn", "spawn"].contains { name.hasPrefix($0) }
    case "__builtin__", "__builtins__", "builtins":
      return ["__import__", "eval", "exec", "execfile", "open"].contains(name)
    case "shutil": return ["move", "rmtree"].contains(name)
    default:
      // A name that leads through other modules, as in `torch` and `os.system`.
      guard let dot = name.lastIndex(of: ".") else { return false }
      let owner = name[..<dot].split(separator: ".").last ?? ""
      return isCommand(module: String(owner.drop { $0 == "_" }), name: String(name[name.index(after: dot)...]))
    }
  }

  private static let systemCalls: Set<String> = [
    "fork", "forkpty", "kill", "remove", "removedirs", "rename", "rmdir", "startfile", "system", "unlink",
  ]

  private static let modules: Set<String> = [
    "_pickle", "_posixsubprocess", "_sitebuiltins", "_thread", "asyncio", "bdb", "cProfile", "cffi", "cloudpickle",
    "code", "codeop", "commands", "ctypes", "dill", "ftplib", "http", "imaplib", "imp", "importlib", "jsonpickle",
    "marshal", "nt", "os", "pdb", "pickle", "pip", "pkgutil", "popen2", "poplib", "posix", "profile",
    "pty", "pydoc", "requests", "runpy", "shelve", "shutil", "site", "smtplib", "socket", "ssl", "subprocess", "sys",
    "telnetlib", "timeit", "trace", "urllib", "urllib2", "venv", "webbrowser", "winreg", "xmlrpc", "zipimport",
  ]

  private static let steps: Set<String> = [
    "__builtins__", "__class__", "__dict__", "__getattribute__", "__globals__", "__import__", "__subclasses__",
    "_os", "_sys", "eval", "exec", "modules", "system",
  ]

  private static let builtins: Set<String> = [
    "__import__", "apply", "breakpoint", "compile", "delattr", "eval", "exec", "execfile", "exit", "file", "getattr",
    "globals", "input", "locals", "open", "quit", "setattr", "vars",
  ]

  private static let functions: [String: Set<String>] = [
    "builtins": builtins, "__builtin__": builtins, "__builtins__": builtins,
    "_io": ["FileIO", "open"], "io": ["FileIO", "open", "open_code"], "codecs": ["open"],
    "functools": ["reduce"], "operator": ["attrgetter", "call", "methodcaller"],
    "_operator": ["attrgetter", "call", "methodcaller"],
    "platform": ["popen"], "types": ["CodeType", "FunctionType", "LambdaType", "MethodType"],
    "numpy": ["load", "loads", "fromfile"], "numpy.testing._private.utils": ["runstring"],
    "torch": ["load", "hub"], "torch.serialization": ["load"],
    "torch.hub": ["load", "download_url_to_file", "load_state_dict_from_url"],
    "torch.utils.cpp_extension": ["load", "load_inline"], "joblib": ["load"], "pandas": ["read_pickle", "eval"],
  ]
}
