"""Who is asking: identifiers, passwords, failed attempts, sessions, rights to deposit."""
