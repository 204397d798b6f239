// A library that is preloaded, not called: it makes writes to files fail as FAULT_KIND says.
