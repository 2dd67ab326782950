//! The command line: arguments, plan, progress, one file a command.
