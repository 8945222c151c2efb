"""Reading inputs: files, folders, globs, archives and standard input, as documents."""
